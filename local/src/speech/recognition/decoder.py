"""Recognizes speech for the sandbox: requests come on standard input, answers go to standard output.

The first line names, as JSON, a file of example sentences. After {"ready": true, "vocabulary": {word: sounds}} each request is a
line {"id", "search": "phrases" | "dictation", "bytes"} followed by that many bytes of 16 kHz mono
16-bit PCM; each answer is a line {"id", "text", "phones", "score"} or {"id", "error"}. The process ends with its
input, so it never outlives the one that started it.
"""

import json
import os
import re
import sys
import tempfile

import pocketsphinx
from pocketsphinx.lm import ArpaBoLM

COMMON = {"samprate": 16000, "cmn": "batch", "loglevel": "FATAL"}
VARIANT = re.compile(r"\(\d+\)$")


def write_dictionary(words, path):
    """Copies the entries of these words; returns the known words with their usual sounds.

    With the whole dictionary a decoder for few words takes two seconds to start instead of 0.02.
    """
    known = {}
    source = pocketsphinx.get_model_path("en-us/cmudict-en-us.dict")
    with open(source, encoding="utf-8") as entries, open(path, "w", encoding="utf-8") as chosen:
        for entry in entries:
            spelling, sounds = entry.split(" ", 1)
            word = VARIANT.sub("", spelling)
            if word in words:
                known.setdefault(word, sounds.strip())
                chosen.write(entry)
    return known


def make_phrase_decoder(sentences_path):
    """Learns the example sentences; returns the decoder and its vocabulary."""
    with open(sentences_path, encoding="utf-8") as lines:
        sentences = [line.split() for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        dictionary_path = os.path.join(folder, "words.dict")
        model_path = os.path.join(folder, "phrases.arpa")
        words = {word for sentence in sentences for word in sentence}
        known = write_dictionary(words, dictionary_path)
        learnt = [" ".join(sentence) for sentence in sentences if known.keys() >= set(sentence)]
        model = ArpaBoLM(text="\n".join(learnt), add_start=True)
        model.compute()
        model.write_file(model_path)
        return pocketsphinx.Decoder(lm=model_path, dict=dictionary_path, **COMMON), known


def phones_of(decoder, text):
    words = [VARIANT.sub("", word) for word in text.split()]
    return " ".join(decoder.lookup_word(word) or "" for word in words).split()


def decode(decoder, sound):
    decoder.start_utt()
    decoder.process_raw(sound, no_search=False, full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    if hypothesis is None:
        return {"text": "", "phones": [], "score": 0}
    logarithms = decoder.get_logmath()
    total = sum(logarithms.log(segment.ascore) for segment in decoder.seg())
    return {
        "text": hypothesis.hypstr,
        "phones": phones_of(decoder, hypothesis.hypstr),
        "score": total / max(1, decoder.n_frames()),
    }


def main():
    requests = sys.stdin.buffer
    phrases, vocabulary = make_phrase_decoder(json.loads(requests.readline())["sentences"])
    # Two of the four best densities are a fifth faster and here not less right.
    decoders = {"phrases": phrases, "dictation": pocketsphinx.Decoder(topn=2, **COMMON)}
    # The first utterance costs more than the others: spend it on silence.
    for decoder in decoders.values():
        decode(decoder, bytes(16000))
    print(json.dumps({"ready": True, "vocabulary": vocabulary}), flush=True)
    for line in requests:
        request = json.loads(line)
        sound = requests.read(request["bytes"])
        try:
            answer = decode(decoders[request["search"]], sound)
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps({"id": request["id"], **answer}), flush=True)


if __name__ == "__main__":
    main()

"""Recognizes speech for the sandbox: requests come on standard input, answers go to standard output.

The first line names, as JSON, a file of example sentences. After {"ready": true} each request is a
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

VARIANT = re.compile(r"\(\d+\)$")


def train(sentences_path, dictionary):
    """Writes a language model of the example sentences; returns its path."""
    with open(sentences_path, encoding="utf-8") as sentences:
        lines = [line.strip() for line in sentences]
    known = [line for line in lines if all(dictionary.lookup_word(w) for w in line.split())]
    model = ArpaBoLM(text="\n".join(known), add_start=True)
    model.compute()
    handle, path = tempfile.mkstemp(suffix=".arpa")
    os.close(handle)
    model.write_file(path)
    return path


def make_decoders(sentences_path):
    common = {"samprate": 16000, "cmn": "batch", "loglevel": "FATAL"}
    # Two of the four best densities are a fifth faster and here not less right.
    dictation = pocketsphinx.Decoder(topn=2, **common)
    path = train(sentences_path, dictation)
    try:
        phrases = pocketsphinx.Decoder(lm=path, **common)
    finally:
        os.unlink(path)
    return {"phrases": phrases, "dictation": dictation}


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
    decoders = make_decoders(json.loads(requests.readline())["sentences"])
    # The first utterance costs more than the others: spend it on silence.
    for decoder in decoders.values():
        decode(decoder, bytes(16000))
    print(json.dumps({"ready": True}), flush=True)
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

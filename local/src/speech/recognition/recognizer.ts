// Understands recorded speech: phrases first, because they are fast and sure, then free dictation.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSilent } from '../audio/loudness.ts';
import { resample } from '../audio/resample.ts';
import { type Sound, toPcm16 } from '../audio/wav.ts';
import { chooseHypothesis, type Hypothesis, isSure, phoneDistance } from './choose-hypothesis.ts';
import { type DecoderProcess, startDecoderProcess } from './decoder-process.ts';
import { createPhraseGrammar } from './phrase-grammar.ts';
import { PHRASE_RULES } from './phrase-rules.ts';
import { repairPhrase, type Vocabulary } from './repair-phrase.ts';

/** Turns sound into text. */
export type Recognizer = {
  /** @returns lower-case words, empty for silence and noise. */
  recognize: (sound: Sound) => Promise<string>;
  stop: () => Promise<void>;
};

const RECOGNIZER_RATE_HZ = 16_000;
const SENTENCE_COUNT = 20_000;
const SHORT_SPEECH_SECONDS = 1.6;
/** How far a mended sentence may be from what dictation heard. */
const MENDED_DISTANCE = 0.12;
const VARIANT_MARK = /\(\d+\)/g;

/** The text to believe, mended where it is one word away from a phrase. */
function decide(
  phrase: Hypothesis,
  dictation: Hypothesis,
  vocabulary: Vocabulary,
  isPhrase: (text: string) => boolean,
): string {
  if (isPhrase(phrase.text) || isPhrase(dictation.text)) {
    return chooseHypothesis(phrase, dictation, isPhrase);
  }
  const mend = ({ text }: Hypothesis) => repairPhrase(text, dictation.phones, vocabulary, isPhrase);
  const mended = mend(dictation);
  if (mended && phoneDistance(mended.phones, dictation.phones) <= MENDED_DISTANCE) {
    return mended.text;
  }
  return chooseHypothesis(mend(phrase) ?? phrase, dictation, isPhrase);
}

/**
 * Starts `processCount` recognizers, so that calls do not wait for each other. Resolves when the
 * first is warm.
 * @throws {Error} when Python or PocketSphinx does not work.
 */
export async function startRecognizer(python: string, processCount = 2): Promise<Recognizer> {
  const grammar = createPhraseGrammar(PHRASE_RULES);
  const folder = mkdtempSync(join(tmpdir(), 'mindbot-phrases-'));
  const sentencesPath = join(folder, 'sentences.txt');
  writeFileSync(sentencesPath, grammar.makeSentences(SENTENCE_COUNT).join('\n'));
  const decoders: DecoderProcess[] = [];
  const add = () => {
    const decoder = startDecoderProcess(python, sentencesPath);
    decoders.push(decoder);
    return decoder.ready;
  };
  const stop = async () => {
    await Promise.all(decoders.map((decoder) => decoder.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  const vocabulary = await add().catch(async (error) => {
    await stop();
    throw error;
  });
  // One is enough to begin with; the others warm up beside it.
  for (let count = 1; count < processCount; count += 1) add().catch(() => {});

  const recognize = async ({ samples, sampleRateHz }: Sound): Promise<string> => {
    if (isSilent(samples, sampleRateHz)) return '';
    const pcm16 = toPcm16(resample(samples, sampleRateHz, RECOGNIZER_RATE_HZ));
    const hear = async (search: 'phrases' | 'dictation') => {
      const warm = decoders.filter((decoder) => decoder.isReady());
      const [idlest] = (warm.length > 0 ? warm : decoders).toSorted(
        (a, b) => a.pendingCount() - b.pendingCount(),
      );
      if (!idlest) throw new Error('There is no recognizer.');
      const hypothesis = await idlest.decode(search, pcm16);
      return { ...hypothesis, text: hypothesis.text.replace(VARIANT_MARK, '') };
    };
    // One or two words always need the second opinion: then it is asked for at the same time.
    const isShort = samples.length < sampleRateHz * SHORT_SPEECH_SECONDS;
    const early = isShort ? hear('dictation') : undefined;
    early?.catch(() => {}); // Thrown where it is awaited, if it ever is.
    const phrase = await hear('phrases');
    if (isSure(phrase, grammar.accepts)) return phrase.text;
    return decide(phrase, await (early ?? hear('dictation')), vocabulary, grammar.accepts);
  };
  return { recognize, stop };
}

// Mends a sentence that is one word away from what callers say: "please tell me back" for "call".
import { type Hypothesis, phoneDistance } from './choose-hypothesis.ts';

/** Every word of the phrase rules with its sounds (ARPAbet). */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/** Shorter sentences are one word away from too many others. */
const FEWEST_WORDS = 6;
/** Longer ones are never one word away, and every word multiplies the work. */
const MOST_WORDS = 30;

/**
 * The sentence that the rules accept and that differs from the hypothesis by one word, replaced or
 * left out; of several the one that sounds most like what was heard.
 * @param heard the sounds to stay close to
 * @returns null when there is none.
 */
export function repairPhrase(
  text: string,
  heard: readonly string[],
  vocabulary: Vocabulary,
  isPhrase: (text: string) => boolean,
): Hypothesis | null {
  const words = text.split(' ');
  if (words.length < FEWEST_WORDS || words.length > MOST_WORDS) return null;
  let best: { hypothesis: Hypothesis; distance: number } | null = null;
  for (let index = 0; index < words.length; index += 1) {
    for (const replacement of [null, ...vocabulary.keys()]) {
      const changed = words.toSpliced(index, 1, ...(replacement === null ? [] : [replacement]));
      const sentence = changed.join(' ');
      if (!isPhrase(sentence)) continue;
      const phones = changed.flatMap((word) => vocabulary.get(word) ?? []);
      const distance = phoneDistance(phones, heard);
      if (best === null || distance < best.distance) {
        best = { hypothesis: { text: sentence, phones, score: 0 }, distance };
      }
    }
  }
  return best?.hypothesis ?? null;
}

// Decides between what the phrase model and free dictation each believe to have heard.

/** What one search made of a recording. */
export type Hypothesis = {
  /** Lower-case words; empty when nothing was heard. */
  text: string;
  /** The sounds (ARPAbet) of those words. */
  phones: readonly string[];
  /** Acoustic score per frame; higher fits the sound better. */
  score: number;
};

/** Words that dictation makes of breath and clicks when nobody speaks. */
const NOISE_WORDS = new Set([
  '',
  'the',
  'a',
  'ah',
  'uh',
  'um',
  'hm',
  'mm',
  'huh',
  'oh',
  'and',
  'but',
]);
const SURE_WORD_COUNT = 4;
const NEAR_DISTANCE = 0.25;
const POSSIBLE_DISTANCE = 0.45;
const SHORT_PHONE_COUNT = 5;
const SHORT_DISTANCE = 0.55;

const isVowel = (phone: string) => /^[AEIOU]/.test(phone);

/** How differently two utterances sound: 0 the same, 1 nothing in common. */
export function phoneDistance(a: readonly string[], b: readonly string[]): number {
  let previous = b.map((_, index) => index + 1);
  previous.unshift(0);
  a.forEach((phone, row) => {
    const current = [row + 1];
    b.forEach((other, column) => {
      // Two vowels, or two consonants, are confused more easily than one with the other.
      const swap = phone === other ? 0 : isVowel(phone) === isVowel(other) ? 0.6 : 1;
      current.push(
        Math.min(
          (previous[column + 1] as number) + 1,
          (current[column] as number) + 1,
          (previous[column] as number) + swap,
        ),
      );
    });
    previous = current;
  });
  return (previous[b.length] as number) / Math.max(1, a.length, b.length);
}

/**
 * Whether the phrase model's answer needs no second opinion: a whole sentence that fits the rules does
 * not come about by chance, while one or two words do.
 */
export function isSure(phrase: Hypothesis, isPhrase: (text: string) => boolean): boolean {
  return phrase.text.split(' ').length >= SURE_WORD_COUNT && isPhrase(phrase.text);
}

/** The text to believe, empty when it is noise. */
export function chooseHypothesis(
  phrase: Hypothesis,
  dictation: Hypothesis,
  isPhrase: (text: string) => boolean,
): string {
  if (phrase.text === '' && NOISE_WORDS.has(dictation.text)) return '';
  if (phrase.text === '' || !isPhrase(phrase.text)) return withoutNoise(dictation.text);
  const distance = phoneDistance(phrase.phones, dictation.phones);
  const isNear = distance <= NEAR_DISTANCE;
  const isShortAndNear = phrase.phones.length <= SHORT_PHONE_COUNT && distance <= SHORT_DISTANCE;
  const fitsBetter = distance <= POSSIBLE_DISTANCE && phrase.score >= dictation.score;
  return isNear || isShortAndNear || fitsBetter ? phrase.text : withoutNoise(dictation.text);
}

const withoutNoise = (text: string) => (NOISE_WORDS.has(text) ? '' : text);

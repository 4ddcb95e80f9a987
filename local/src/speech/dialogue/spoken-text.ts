// Reads numbers and addresses out of words as they are spoken: "five five five", "john at gmail dot com".

const DIGITS: Record<string, string> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};
const REPEATS: Record<string, number> = { double: 2, triple: 3 };
const SHORTEST_PHONE_DIGITS = 5;
const ENDINGS = 'com|org|net|edu|gov|info|io|dev|app|de|uk|fr|es|it|nl|ch|at|eu|test|localhost';

/**
 * The first phone number in a text, spoken or written, as digits with an optional plus.
 * @param heard normalized text
 */
export function findPhone(heard: string): string | null {
  const words = heard.replace(/[()./-]/g, ' ').split(/\s+/);
  let best = '';
  let digits = '';
  let repeat = 1;
  for (const word of [...words, '']) {
    const spoken = DIGITS[word];
    if (spoken !== undefined || /^\+?\d+$/.test(word)) {
      digits += (spoken ?? word).repeat(repeat);
      repeat = 1;
    } else if (word === 'plus' && digits === '') {
      digits = '+';
    } else if (REPEATS[word] !== undefined) {
      repeat = REPEATS[word];
    } else {
      if (digits.length > best.length) best = digits;
      digits = '';
      repeat = 1;
    }
  }
  return best.replace('+', '').length >= SHORTEST_PHONE_DIGITS ? best : null;
}

const WRITTEN_EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const SPOKEN_EMAIL = new RegExp(
  `((?:[a-z0-9]+ (?:dot|underscore|dash) )*[a-z0-9]+) at ((?:[a-z0-9-]+ dot )+(?:${ENDINGS}))\\b`,
);

/**
 * The first email address in a text, spoken or written.
 * @param said the text as written
 * @param heard the same, normalized
 */
export function findEmail(said: string, heard: string): string | null {
  const written = WRITTEN_EMAIL.exec(said)?.[0];
  if (written) return written.replace(/\.$/, '');
  const spoken = SPOKEN_EMAIL.exec(heard);
  if (!spoken) return null;
  const join = (part: string | undefined) =>
    (part ?? '')
      .replace(/ dot /g, '.')
      .replace(/ underscore /g, '_')
      .replace(/ dash /g, '-')
      .replace(/ /g, '');
  return `${join(spoken[1])}@${join(spoken[2])}`;
}

/** A sentence as a person would write it. */
export function asSentence(text: string): string {
  const trimmed = text.trim().replace(/[.!?]+$/, '');
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
}

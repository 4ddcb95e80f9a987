// Guards that a sentence is mended by one word, towards what it sounds like, and never by more.
import { expect, test } from 'vitest';
import { repairPhrase } from './repair-phrase.ts';

const vocabulary = new Map(
  Object.entries({
    please: 'P L IY Z',
    call: 'K AO L',
    tell: 'T EH L',
    mail: 'M EY L',
    me: 'M IY',
    back: 'B AE K',
    now: 'N AW',
  }).map(([word, phones]) => [word, phones.split(' ')]),
);
const phrases = new Set([
  'please call me back now please',
  'please mail me back now please',
  'call me back now please now',
  'please call me',
]);
const repair = (text: string) =>
  repairPhrase(
    text,
    text.split(' ').flatMap((word) => vocabulary.get(word) ?? ['AH']),
    vocabulary,
    (sentence) => phrases.has(sentence),
  )?.text;

test('one wrong word is replaced by the one that sounds like it', () => {
  expect(repair('please tell me back now please')).toBe('please call me back now please');
});

test('one word too many is left out', () => {
  expect(repair('call me me back now please now')).toBe('call me back now please now');
});

test.each(['please tell you back now please', '', 'please please please please please please'])(
  'nothing is made of "%s"',
  (text) => {
    expect(repair(text)).toBeUndefined();
  },
);

test('a short sentence is left alone: it is one word away from too many others', () => {
  expect(repair('please tell me')).toBeUndefined();
});

test('an endless sentence costs nothing', () => {
  expect(repair('please '.repeat(400).trim())).toBeUndefined();
});

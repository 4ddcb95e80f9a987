// Guards when the phrase model is believed, and when free dictation is.
import { expect, test } from 'vitest';
import { chooseHypothesis, type Hypothesis, isSure, phoneDistance } from './choose-hypothesis.ts';

const heard = (text: string, phones: string, score = 0): Hypothesis => ({
  text,
  phones: phones.split(' ').filter(Boolean),
  score,
});
const isPhrase = (text: string) => text !== '' && !text.includes('nonsense');
const choose = (phrase: Hypothesis, dictation: Hypothesis) =>
  chooseHypothesis(phrase, dictation, isPhrase);

test('a phrase that sounds nearly like the dictation corrects it', () => {
  const phrase = heard('hang up please', 'HH AE NG AH P P L IY Z');
  expect(choose(phrase, heard('hamlet please', 'HH AE M L AH T P L IY Z'))).toBe('hang up please');
});

test('a phrase that sounds different loses', () => {
  const phrase = heard('my time', 'M AY T AY M', -5);
  const dictation = heard('the capital of france', 'DH AH K AE P AH T AH L AH V F R AE N S');
  expect(choose(phrase, dictation)).toBe('the capital of france');
});

test('a short word needs to share half its sounds', () => {
  expect(choose(heard('bye', 'B AY', -5), heard('bike', 'B AY K'))).toBe('bye');
});

test('what no rule makes is never taken from the phrase model', () => {
  expect(choose(heard('nonsense', 'N AA N'), heard('none', 'N AA N'))).toBe('none');
});

test('breath and clicks are nothing', () => {
  expect(choose(heard('', ''), heard('the', 'DH AH'))).toBe('');
  expect(choose(heard('', ''), heard('', ''))).toBe('');
});

test('a whole sentence of the rules needs no second opinion, two words do', () => {
  expect(isSure(heard('open a support ticket', ''), isPhrase)).toBe(true);
  expect(isSure(heard('hang up', ''), isPhrase)).toBe(false);
  expect(isSure(heard('some nonsense of four words', ''), isPhrase)).toBe(false);
});

test('distance runs from 0 to 1', () => {
  expect(phoneDistance(['B', 'AY'], ['B', 'AY'])).toBe(0);
  expect(phoneDistance([], ['B', 'AY'])).toBe(1);
  expect(phoneDistance([], [])).toBe(0);
});

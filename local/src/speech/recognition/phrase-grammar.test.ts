// Guards the rules the recognizer learns from: what they make they accept, and little else.
import { expect, test } from 'vitest';
import { createPhraseGrammar } from './phrase-grammar.ts';
import { PHRASE_RULES } from './phrase-rules.ts';

const grammar = createPhraseGrammar(PHRASE_RULES);

test('accepts every sentence it makes', () => {
  expect(grammar.makeSentences(2_000).filter((sentence) => !grammar.accepts(sentence))).toEqual([]);
});

test('makes the same sentences at every start', () => {
  const again = createPhraseGrammar(PHRASE_RULES);
  expect(again.makeSentences(50)).toEqual(createPhraseGrammar(PHRASE_RULES).makeSentences(50));
});

test.each([
  'my name is john smith and my phone number is five five five one two three four',
  'i would like to open a support ticket',
  'hello how much time do i have left please',
])('accepts %s', (sentence) => {
  expect(grammar.accepts(sentence)).toBe(true);
});

test.each(['', 'open', 'the train leaves at nine', 'no oh', 'five five'])(
  'does not accept "%s"',
  (sentence) => {
    expect(grammar.accepts(sentence)).toBe(false);
  },
);

test('optional, repeated and grouped parts', () => {
  const small = createPhraseGrammar({ utterance: '[oh] <word>+ (now | later)', word: 'go | stop' });
  expect(small.accepts('oh go stop go now')).toBe(true);
  expect(small.accepts('go later')).toBe(true);
  expect(small.accepts('oh now')).toBe(false);
});

test('a rule that is not there is named', () => {
  expect(() => createPhraseGrammar({ utterance: '<nothing>' })).toThrow('<nothing>');
});

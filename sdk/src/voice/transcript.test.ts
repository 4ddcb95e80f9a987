// Guards the transcript: one item per utterance, whatever the order of its pieces.
import { expect, test } from 'vitest';
import { addPiece, markInterruption, type TranscriptPiece } from './transcript.ts';
import type { TranscriptItem } from './types.ts';

const agent = (text: string, isFinal = false): TranscriptPiece => ({
  id: 'a1',
  speaker: 'agent',
  text,
  isFinal,
});

const build = (...pieces: TranscriptPiece[]) =>
  pieces.reduce<readonly TranscriptItem[]>((items, piece) => addPiece(items, piece, 1).items, []);

test('grows an utterance instead of adding another', () => {
  const items = build(agent('Hello'), agent('Hello there.'), agent('Hello there.', true));
  expect(items).toEqual([
    {
      id: 'a1',
      speaker: 'agent',
      text: 'Hello there.',
      isFinal: true,
      isTyped: false,
      wasInterrupted: false,
      startedAt: 1,
    },
  ]);
});

test('keeps the order in which utterances began', () => {
  const user: TranscriptPiece = { id: 'u1', speaker: 'user', text: 'Hi', isFinal: true };
  expect(build(agent('Hel'), user, agent('Hello', true)).map(({ id }) => id)).toEqual(['a1', 'u1']);
});

test('a late guess never takes back a final text', () => {
  const items = build(agent('I would like to.', true), agent('I would'));
  expect(items[0]?.text).toBe('I would like to.');
});

test('a final piece without words keeps the words heard before', () => {
  expect(build(agent('Hello'), agent('', true))[0]).toMatchObject({ text: 'Hello', isFinal: true });
});

test('a piece without words begins nothing', () => {
  const { items, item } = addPiece([], agent('  '), 1);
  expect(items).toHaveLength(0);
  expect(item).toBeNull();
});

test('a piece that changes nothing is no change', () => {
  const items = build(agent('Hello'));
  expect(addPiece(items, agent('Hello'), 2)).toEqual({ items, item: null });
});

test('marks an agent cut off in the middle of a sentence by the user', () => {
  const { item } = markInterruption(build(agent('Once upon a time there')), 2_000, 1_200);
  expect(item).toMatchObject({
    wasInterrupted: true,
    isFinal: true,
    text: 'Once upon a time there',
  });
});

test.each([
  ['the sentence was finished', 'Goodbye.', 2_000, 1_900],
  ['the sentence was finished in quotes', 'He said “no.”', 2_000, 1_900],
  ['the user did nothing', 'Once upon', 2_000, null],
  ['the user acted long before', 'Once upon', 9_000, 1_000],
])('marks nothing when %s', (_case, text, now, lastUserActAt) => {
  expect(markInterruption(build(agent(text)), now, lastUserActAt).item).toBeNull();
});

test('marks an utterance once', () => {
  const { items } = markInterruption(build(agent('Once')), 100, 50);
  expect(markInterruption(items, 200, 150).item).toBeNull();
});

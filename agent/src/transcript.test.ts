// What was said is saved in order and once, with only the words that were heard.
import { llm } from '@livekit/agents';
import { beforeEach, expect, test, vi } from 'vitest';
import type { TranscriptItem } from './ledger.ts';
import { quietLogger } from './quiet-logger.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { spokenPart, Transcript } from './transcript.ts';

let clock: SimulatedClock;
let saved: TranscriptItem[];
let isAway: boolean;
const addTranscriptItems = vi.fn(async (items: TranscriptItem[]) => {
  if (isAway) throw new Error('away');
  saved.push(...items);
  return { outcome: 'saved' };
});

const transcriptFrom = (
  firstPosition = 0,
  lengthMsOf: (text: string) => number | null = () => null,
) =>
  new Transcript({
    ledger: { addTranscriptItems },
    clock,
    logger: quietLogger().logger,
    firstPosition,
    lengthMsOf,
  });

const message = (role: llm.ChatRole, content: string, rest: object = {}) =>
  new llm.ChatMessage({
    role,
    content,
    metrics: { startedSpeakingAt: 10, stoppedSpeakingAt: 11 },
    ...rest,
  });

beforeEach(() => {
  vi.clearAllMocks();
  clock = new SimulatedClock();
  saved = [];
  isAway = false;
});

test('saves lines in batches, in the order they were committed', async () => {
  const transcript = transcriptFrom();
  transcript.addMessage(message('assistant', 'Hello.'));
  transcript.addMessage(message('user', 'Hi.'));
  await clock.advance(1_500);
  expect(addTranscriptItems).toHaveBeenCalledOnce();
  expect(saved.map(({ position, speaker, text }) => [position, speaker, text])).toEqual([
    [0, 'agent', 'Hello.'],
    [1, 'user', 'Hi.'],
  ]);
});

test('continues after the lines of an earlier job', async () => {
  const transcript = transcriptFrom(8);
  transcript.addMessage(message('user', 'Still here.'));
  await transcript.close();
  expect(saved[0]?.position).toBe(8);
});

test('tries again while the ledger is away, and loses no line', async () => {
  const transcript = transcriptFrom();
  isAway = true;
  transcript.addMessage(message('user', 'one'));
  await clock.advance(2_000);
  transcript.addMessage(message('user', 'two'));
  isAway = false;
  await clock.advance(5_000);
  expect(saved.map(({ text }) => text)).toEqual(['one', 'two']);
});

test('saves what is left at the end, and gives up after a while', async () => {
  const transcript = transcriptFrom();
  isAway = true;
  transcript.addMessage(message('user', 'lost'));
  const closed = transcript.close();
  await clock.advance(30_000);
  await closed;
  expect(addTranscriptItems.mock.calls.length).toBeLessThanOrEqual(6);
});

test("keeps only the heard words of the agent's own interrupted sentence", async () => {
  const transcript = transcriptFrom(0, () => 4_000);
  transcript.addMessage(message('assistant', 'one two three four', { interrupted: true }));
  await transcript.close();
  expect(saved[0]).toMatchObject({ text: 'one', wasInterrupted: true });
});

test('leaves out what was never heard and what is not speech', async () => {
  const transcript = transcriptFrom();
  transcript.addMessage(message('assistant', 'never heard', { metrics: {} }));
  transcript.addMessage(message('system', 'instructions'));
  transcript.addMessage(message('user', '   '));
  await transcript.close();
  expect(saved).toEqual([]);
});

test('bounds the text and keeps out what Postgres cannot hold', async () => {
  const transcript = transcriptFrom();
  transcript.addMessage(message('user', `a\u0000${'b'.repeat(9_000)}`));
  await transcript.close();
  expect(saved[0]?.text.length).toBe(8_000);
  expect(saved[0]?.text.startsWith('ab')).toBe(true);
});

test('cuts a sentence by the share that was heard', () => {
  expect(spokenPart('one two three four', 2_000, 4_000)).toBe('one two');
  expect(spokenPart('one two', 9_000, 4_000)).toBe('one two');
  expect(spokenPart('one two', 0, 4_000)).toBe('');
});

// That the story of a call is told once, late if it must be, and never with what somebody said.
import { createLogger } from '@mindbot/platform/logging';
import { beforeEach, expect, test } from 'vitest';
import { CallStory, describeError } from './call-story.ts';
import type { StoryEvent } from './ledger.ts';
import { SimulatedClock } from './simulated-clock.ts';

const logger = createLogger('agent', { level: 'silent', format: 'json' });
let clock: SimulatedClock;
let saved: StoryEvent[][];
let isAway: boolean;
let story: CallStory;

beforeEach(() => {
  clock = new SimulatedClock();
  saved = [];
  isAway = false;
  story = new CallStory({
    clock,
    logger,
    ledger: {
      recordEvents: async (events) => {
        if (isAway) throw new Error('away');
        saved.push(events);
        return { outcome: 'saved' };
      },
    },
  });
});

test('what happened within a second is told together, each thing where it happened', async () => {
  story.add('joined', { usedMs: 0 });
  await clock.advance(400);
  story.add('first_audio', { afterStartMs: 900 });
  await clock.advance(600);
  expect(saved).toEqual([
    [
      { sequence: 1, agoMs: 1_000, kind: 'joined', detail: { usedMs: 0 } },
      { sequence: 2, agoMs: 600, kind: 'first_audio', detail: { afterStartMs: 900 } },
    ],
  ]);
});

test('what the ledger did not hear is told again under the same number', async () => {
  isAway = true;
  story.add('provider_down', { stage: 'model' });
  await clock.advance(1_500);
  expect(saved).toEqual([]);
  isAway = false;
  await clock.advance(3_000);
  expect(saved.flat()).toMatchObject([{ sequence: 1, kind: 'provider_down' }]);
});

test('closing saves what is left', async () => {
  story.add('paused', { reason: 'user_lost' });
  await story.close();
  expect(saved.flat()).toMatchObject([{ kind: 'paused' }]);
  story.add('resumed');
  await clock.advance(10_000);
  expect(saved.flat()).toHaveLength(1);
});

test('a job in a loop tells no more than two hundred things', async () => {
  for (let count = 0; count < 500; count += 1) story.add('paused');
  await story.close();
  expect(saved.flat()).toHaveLength(200);
  expect(saved.every((batch) => batch.length <= 50)).toBe(true);
});

test.each([
  ['500 status code (no body)', '500 status code (no body)'],
  ['Invalid input: "call me, Ada, at home"', 'Invalid input: …'],
  ["cannot say 'my secret' aloud\nat line 2", 'cannot say … aloud'],
  ['no such voice for ada@example.org today', 'no such voice for … today'],
  ['number +49 (171) 555-1234 is odd', 'number +… is odd'],
])('%j is told as %j', (message, told) => {
  expect(describeError(new Error(message))).toBe(told);
});

test('an error is told in few words', () => {
  expect(describeError('x'.repeat(1_000))).toHaveLength(160);
});

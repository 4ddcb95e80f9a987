// That an observer sees a call without touching it, and tells each trouble once.
import { createLogger } from '@mindbot/platform/logging';
import { beforeEach, expect, test } from 'vitest';
import type { CallEffects, TimeSnapshot } from './call-effects.ts';
import { CallObserver } from './call-observer.ts';
import { CallStory } from './call-story.ts';
import type { Ledger, StoryEvent } from './ledger.ts';
import type { Observation } from './observations.ts';
import { SimulatedClock } from './simulated-clock.ts';

const logger = createLogger('agent', { level: 'silent', format: 'json' });
let clock: SimulatedClock;
let seen: Observation[];
let story: CallStory;
let told: StoryEvent[];
let observer: CallObserver;
let isAway: boolean;

beforeEach(() => {
  clock = new SimulatedClock();
  seen = [];
  told = [];
  isAway = false;
  story = new CallStory({
    clock,
    logger,
    ledger: {
      recordEvents: async (events) => {
        told.push(...events);
        return { outcome: 'saved' };
      },
    },
  });
  observer = new CallObserver({
    clock,
    story,
    sender: { send: (observation) => seen.push(observation), finish: async () => {} },
    startedAtMs: 0,
    presentSinceMs: () => null,
    heldMs: 30_000,
  });
});

const ledger = (): Pick<Ledger, 'extend' | 'capture'> =>
  observer.watchLedger<Pick<Ledger, 'extend' | 'capture'>>({
    extend: async ({ usedMs }) => {
      if (isAway) throw new Error('fetch failed');
      return {
        outcome: 'extended' as const,
        heldMs: usedMs + 5_000,
        remainingMs: 0,
        isFinal: true,
        endRequestedReason: null,
      };
    },
    capture: async () => ({
      outcome: 'captured' as const,
      chargedMs: 15_000,
      balanceMs: 0,
      endedReason: 'out_of_time' as const,
    }),
  });
const kinds = async () => {
  await story.close();
  return told.map(({ kind }) => kind);
};

test('a ledger that stays away is told of once, and its return too', async () => {
  const watched = ledger();
  isAway = true;
  for (const sequence of [1, 2, 3]) {
    const report = watched.extend({ sequence, usedMs: 1_000, leaseMs: 30_000 });
    await expect(report).rejects.toThrow('fetch failed');
  }
  isAway = false;
  await watched.extend({ sequence: 3, usedMs: 1_000, leaseMs: 30_000 });
  expect(seen.map((one) => (one.type === 'renewed' ? one.outcome : ''))).toEqual([
    'failed',
    'failed',
    'failed',
    'extended',
  ]);
  expect(await kinds()).toEqual(['report_failed', 'report_recovered']);
});

test('a report overtaken by the end of the call has not failed', async () => {
  isAway = true;
  const cancel = new AbortController();
  cancel.abort();
  const report = { sequence: 1, usedMs: 1_000, leaseMs: 30_000 };
  await expect(ledger().extend(report, cancel.signal)).rejects.toThrow();
  expect(seen).toEqual([]);
  expect(await kinds()).toEqual([]);
});

test('what goes past the time that was held is overshoot, by what was held last', async () => {
  const watched = ledger();
  await watched.extend({ sequence: 1, usedMs: 10_000, leaseMs: 30_000 });
  await watched.capture({ usedMs: 15_400, reason: 'out_of_time', unbilledMs: 0 });
  expect(seen.at(-1)).toMatchObject({ type: 'captured', overshotMs: 400, chargedMs: 15_000 });
  expect(await kinds()).toEqual(['overshot']);
});

test('a clock that stands still is told of with its reason, and how long it stood', async () => {
  const effects = observer.watchEffects({ publishTime: () => {} } as unknown as CallEffects);
  const publish = (change: Partial<TimeSnapshot>) =>
    effects.publishTime(
      { remainingMs: 0, usedMs: 0, isCounting: true, pausedReason: null, ...change },
      { isChange: true },
    );
  publish({ isCounting: false, pausedReason: 'not_started' });
  publish({});
  publish({});
  publish({ isCounting: false, pausedReason: 'provider_down', usedMs: 7_000 });
  publish({ isCounting: false, pausedReason: 'provider_down', usedMs: 7_000 });
  await clock.advance(3_000);
  publish({ usedMs: 7_000 });
  publish({ isCounting: false });
  expect(seen).toEqual([{ type: 'paused', reason: 'provider_down' }]);
  expect(await kinds()).toEqual(['joined', 'paused', 'resumed']);
  expect(told[2]?.detail).toEqual({ usedMs: 7_000, pausedMs: 3_000 });
});

test('an outage is told of by its stage, with the reason and how long it lasted', async () => {
  observer.providerFailed('tts');
  observer.providerDown('tts', new Error('speech synthesis answered 503'));
  await clock.advance(4_000);
  observer.providerUp('tts');
  expect(seen).toEqual([
    { type: 'provider_failed', stage: 'synthesis' },
    { type: 'provider_down', stage: 'synthesis' },
    { type: 'provider_up', stage: 'synthesis', downMs: 4_000 },
  ]);
  await story.close();
  expect(told.map(({ detail }) => detail)).toEqual([
    { stage: 'synthesis', error: 'speech synthesis answered 503' },
    { stage: 'synthesis', downMs: 4_000 },
  ]);
});

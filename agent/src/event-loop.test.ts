// A busy loop shows in the measured delays, by how long it was busy.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EventLoopWatch } from './event-loop.ts';

const BUSY_MS = 150;

test('knows nothing before it has looked', () => {
  expect(new EventLoopWatch().delays()).toEqual({ p50Ms: null, p99Ms: null, maxMs: null });
});

test('sees a loop that was kept busy, and nothing of what comes after it stops', async () => {
  const watch = new EventLoopWatch();
  watch.start();
  const block = () => {
    for (const endsAt = performance.now() + BUSY_MS; performance.now() < endsAt; );
  };
  // The histogram begins with the second look.
  await delay(30);
  block();
  await delay(30);
  watch.stop();
  const seen = watch.delays();
  expect(seen.maxMs).toBeGreaterThan(BUSY_MS / 2);
  expect(seen.p50Ms).toBeLessThanOrEqual(seen.p99Ms ?? 0);
  block();
  await delay(30);
  expect(watch.delays()).toEqual(seen);
});

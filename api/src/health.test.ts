// Whether calls can be started: really asked, told by part, and not asked more than once a second.
import { expect, test, vi } from 'vitest';
import { createHealthCheck } from './health.ts';
import { testEnvironment } from './testing/test-environment.ts';
import { createTestApp, useApi } from './testing/use-api.ts';

const api = useApi();

function createCheck(options: { isDatabaseUp?: boolean; isLivekitUp?: boolean } = {}) {
  const { isDatabaseUp = true, isLivekitUp = true } = options;
  const answer = (isUp: boolean) => (isUp ? Promise.resolve() : Promise.reject(new Error('down')));
  const clock = { nowMs: 0 };
  const checkDatabase = vi.fn(() => answer(isDatabaseUp));
  const checkLivekit = vi.fn(() => answer(isLivekitUp));
  const health = createHealthCheck({ checkDatabase, checkLivekit, now: () => clock.nowMs });
  return { health, clock, checkDatabase };
}

test('says which part is down', async () => {
  expect(await createCheck().health.check()).toEqual({
    status: 'ready',
    parts: { database: 'up', livekit: 'up' },
  });
  expect(await createCheck({ isDatabaseUp: false }).health.check()).toEqual({
    status: 'not_ready',
    parts: { database: 'down', livekit: 'up' },
  });
  expect(await createCheck({ isLivekitUp: false }).health.check()).toEqual({
    status: 'not_ready',
    parts: { database: 'up', livekit: 'down' },
  });
});

test('asks at most once a second, however often it is asked', async () => {
  const { health, clock, checkDatabase } = createCheck();
  await Promise.all(Array.from({ length: 50 }, () => health.check()));
  clock.nowMs = 999;
  await health.check();
  expect(checkDatabase).toHaveBeenCalledTimes(1);
  clock.nowMs = 1_000;
  await health.check();
  expect(checkDatabase).toHaveBeenCalledTimes(2);
});

test('a process that stops wants no new traffic', async () => {
  const { health } = createCheck();
  health.stop();
  expect((await health.check()).status).toBe('stopping');
});

test('a process lives although its parts are down, and is ready when they are up', async () => {
  expect((await api.ask('GET', '/health/ready')).status).toBe(200);
  const alone = createTestApp(testEnvironment());
  expect(await alone.ask('GET', '/health/ready')).toEqual({
    status: 503,
    body: { status: 'not_ready', parts: { database: 'down', livekit: 'up' } },
  });
  expect(await alone.ask('GET', '/health/live')).toEqual({ status: 200, body: { status: 'live' } });
});

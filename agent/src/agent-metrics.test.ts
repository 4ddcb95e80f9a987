// That jobs are counted by their worker: once each, with few labels, and missed when they die.
import { afterEach, expect, test } from 'vitest';
import { createAgentMetrics } from './agent-metrics.ts';
import { startMetricsServer } from './metrics-server.ts';
import { openObservationIntake } from './observation-intake.ts';
import { createObservationSender } from './observation-sender.ts';
import { INTAKE_VARIABLE, type Observation, observationSchema } from './observations.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const readSeries = async (metrics: ReturnType<typeof createAgentMetrics>, line: string) => {
  const text = await metrics.registry.metrics();
  const found = text.split('\n').find((entry) => entry.startsWith(`${line} `));
  return found === undefined ? null : Number(found.split(' ').at(-1));
};

test('a job gone without a word is a crash, one that finished is none', async () => {
  const alive = new Set([1, 2, 3]);
  const metrics = createAgentMetrics({ isAlive: (pid) => alive.has(pid) });
  for (const pid of alive) {
    metrics.observe(pid, { type: 'job_started' });
    metrics.observe(pid, { type: 'call_taken', outcome: 'active' });
  }
  metrics.observe(1, { type: 'job_finished' });
  alive.delete(1);
  alive.delete(2);
  expect(metrics.missJobs()).toEqual([2]);
  expect(metrics.missJobs()).toEqual([]);
  expect(await readSeries(metrics, 'mindbot_agent_job_crashes_total{part="agent"}')).toBe(1);
  expect(await readSeries(metrics, 'mindbot_agent_calls_active{part="agent"}')).toBe(1);
});

test('a provider is down for as many calls as wait for it', async () => {
  const metrics = createAgentMetrics({ isAlive: () => true });
  const down = 'mindbot_agent_providers_down{stage="synthesis",part="agent"}';
  for (const pid of [1, 2]) {
    metrics.observe(pid, { type: 'job_started' });
    metrics.observe(pid, { type: 'provider_down', stage: 'synthesis' });
  }
  expect(await readSeries(metrics, down)).toBe(2);
  metrics.observe(1, { type: 'provider_up', stage: 'synthesis', downMs: 4_000 });
  metrics.observe(2, { type: 'job_finished' });
  expect(await readSeries(metrics, down)).toBe(0);
});

test('time past what was held is counted once, with the capture that is believed', async () => {
  const metrics = createAgentMetrics({ isAlive: () => true });
  metrics.observe(1, { type: 'job_started' });
  const captured = { type: 'captured', reason: 'out_of_time', overshotMs: 400 } as const;
  metrics.observe(1, { ...captured, outcome: 'failed', chargedMs: 0 });
  metrics.observe(1, { ...captured, outcome: 'captured', chargedMs: 9_000 });
  metrics.observe(1, { ...captured, outcome: 'already_ended', chargedMs: 9_000 });
  expect(await readSeries(metrics, 'mindbot_agent_seconds_captured_total{part="agent"}')).toBe(9);
  expect(await readSeries(metrics, 'mindbot_agent_overshoot_seconds_count{part="agent"}')).toBe(1);
});

/** One of each observation, with every value of every label it can carry. */
function everyObservation(): Observation[] {
  return observationSchema.options.flatMap((option) => {
    const shape = option.shape as Record<string, { options?: string[]; value?: string }>;
    let made: Record<string, unknown>[] = [{}];
    for (const [key, field] of Object.entries(shape)) {
      const values = key === 'type' ? [field.value] : (field.options ?? [1]);
      made = made.flatMap((one) => values.map((value) => ({ ...one, [key]: value })));
    }
    return made.map((one) => observationSchema.parse(one));
  });
}

test('whatever jobs tell, the series stay few', async () => {
  const metrics = createAgentMetrics({ isAlive: () => true });
  const seen = everyObservation();
  expect(seen.length).toBeGreaterThan(60);
  const countSeries = async () => {
    const text = await metrics.registry.metrics();
    return text.split('\n').filter((line) => line && !line.startsWith('#')).length;
  };
  for (const observation of seen) metrics.observe(1, observation);
  for (let pid = 1; pid <= 50; pid += 1) {
    metrics.observe(pid, { type: 'job_started' });
    for (const observation of seen) {
      if (observation.type !== 'job_finished') metrics.observe(pid, observation);
    }
  }
  const first = await countSeries();
  for (const observation of seen) metrics.observe(50, observation);
  expect(await countSeries()).toBe(first);
  expect(first).toBeLessThan(300);
  // No name of a call, a person or a process is ever a label.
  expect(await metrics.registry.metrics()).not.toMatch(/pid=|session|user_id|account/);
});

test('a job is heard by its own worker alone', async () => {
  const heard: string[] = [];
  const { promise: finished, resolve } = Promise.withResolvers<void>();
  const intake = await openObservationIntake((pid, { type }) => {
    heard.push(`${pid}: ${type}`);
    if (type === 'job_finished') resolve();
  });
  closers.push(intake.close);
  expect(process.env[INTAKE_VARIABLE]).toBe(intake.address);
  const [port] = intake.address.split(':');
  await createObservationSender(`${port}:${'0'.repeat(48)}`).finish({ type: 'interrupted' });
  const sender = createObservationSender(intake.address);
  sender.send({ type: 'provider_failed', stage: 'everything' } as never);
  sender.send({ type: 'job_started' });
  await sender.finish({ type: 'job_finished' });
  await finished;
  expect(heard).toEqual([`${process.pid}: job_started`, `${process.pid}: job_finished`]);
});

test('numbers are shown to who has the token, and nothing to anybody else', async () => {
  const { registry } = createAgentMetrics();
  const token = 'a-token-of-this-test';
  const server = await startMetricsServer({ registry, host: '127.0.0.1', port: 0, token });
  closers.push(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  expect((await ask('/metrics')).status).toBe(404);
  expect((await ask('/metrics', { authorization: 'Bearer another' })).status).toBe(404);
  expect((await ask('/', { authorization: `Bearer ${token}` })).status).toBe(404);
  const shown = await ask('/metrics', { authorization: `Bearer ${token}` });
  expect(await shown.text()).toContain('mindbot_agent_draining{part="agent"} 0');
});

test('without a token nobody but this machine may be shown anything', async () => {
  const { registry } = createAgentMetrics();
  const open = startMetricsServer({ registry, host: '0.0.0.0', port: 0, token: undefined });
  await expect(open).rejects.toThrow('AGENT_METRICS_TOKEN');
});

// Background work: in its turn, never twice at once, undeterred by failures, and stopped cleanly.
import { createLogger } from '@mindbot/platform/logging';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApiMetrics } from '../metrics.ts';
import { startTasks, type Task } from './task-runner.ts';

const logger = createLogger('api', { level: 'silent', format: 'json' });
const metrics = createApiMetrics({});
const start = (task: Task) => startTasks([task], { logger, metrics, random: () => 0.5 });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a task runs again and again, an interval after the end of its last run', async () => {
  const run = vi.fn(async () => {});
  const tasks = start({ name: 'a-task', intervalMs: 1_000, run });
  await vi.advanceTimersByTimeAsync(999);
  expect(run).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(2_001);
  expect(run).toHaveBeenCalledTimes(3);
  await tasks.stop();
});

test('a run that takes long is never joined by a second', async () => {
  let running = 0;
  const run = async () => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    running -= 1;
  };
  const tasks = start({ name: 'a-task', intervalMs: 1_000, run });
  await vi.advanceTimersByTimeAsync(20_000);
  const stopped = tasks.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await stopped;
});

test('a run that fails is counted, and the next one comes in its turn', async () => {
  const run = vi.fn().mockRejectedValueOnce(new Error('broken')).mockResolvedValue(undefined);
  const tasks = start({ name: 'failing-task', intervalMs: 1_000, run });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(run).toHaveBeenCalledTimes(2);
  const text = await metrics.registry.getSingleMetricAsString('mindbot_task_runs_total');
  expect(text).toContain('task="failing-task",outcome="failed",part="api"} 1');
  await tasks.stop();
});

test('stopping waits for the run under way, and starts no other', async () => {
  let isDone = false;
  const run = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    isDone = true;
  });
  const tasks = start({ name: 'a-task', intervalMs: 1_000, run });
  await vi.advanceTimersByTimeAsync(1_100);
  const stopped = tasks.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await stopped;
  expect(isDone).toBe(true);
  expect(run).toHaveBeenCalledTimes(1);
});

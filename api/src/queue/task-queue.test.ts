// The queue loses no task: one that fails is tried again, one whose process died is taken over.
import { afterEach, expect, test, vi } from 'vitest';
import { useApi } from '../testing/use-api.ts';
import type { TaskHandler } from './define-handler.ts';
import { startTaskQueue, type TaskQueue } from './task-queue.ts';

const api = useApi();
const running: TaskQueue[] = [];

async function start(handlers: Record<string, TaskHandler>): Promise<TaskQueue> {
  const queue = startTaskQueue(
    { ...api.services, environment: { ...api.services.environment } },
    { handlers, pollIntervalMs: 50, heartbeatMs: 50, deadAfterMs: 500 },
  );
  running.push(queue);
  await queue.started;
  return queue;
}

const enqueue = (task: string, payload: object = {}, attempts = 25) =>
  api.db.rows('select private.enqueue_task($1, $2, p_max_attempts => $3)', [
    task,
    JSON.stringify(payload),
    attempts,
  ]);

afterEach(async () => {
  await Promise.all(running.splice(0).map((queue) => queue.stop()));
});

test('a task that was enqueued is done, with its payload, once', async () => {
  const handle = vi.fn(async () => {});
  await start({ a_task: handle });
  await enqueue('a_task', { number: 7 });
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1));
  expect(handle).toHaveBeenCalledWith({ number: 7 }, expect.anything());
});

test('a task that fails as often as it may is a dead letter, and can be tried again', async () => {
  let isBroken = true;
  const handle = vi.fn(async () => {
    if (isBroken) throw new Error('the vendor is away');
  });
  await start({ a_failing_task: handle });
  await enqueue('a_failing_task', { paymentId: 'p' }, 1);
  const letters = () =>
    api.db.rows<{ id: number }>(
      `select id, task, payload, last_error from failed_tasks where task = 'a_failing_task'`,
    );
  await vi.waitFor(async () =>
    expect(await letters()).toMatchObject([
      { payload: { paymentId: 'p' }, last_error: 'the vendor is away' },
    ]),
  );
  const state = await api.db.row('select * from task_queue_state()');
  expect(state.failed_count).toBe(1);
  isBroken = false;
  const [letter] = await letters();
  await api.db.call('retry_failed_task', { p_id: letter?.id ?? 0 });
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2));
  await vi.waitFor(async () => expect(await letters()).toEqual([]));
});

test('the tasks of a process that died are taken over, even at their last attempt', async () => {
  await start({ another_task: async () => {} });
  await enqueue('orphan', {}, 1);
  // As a killed process leaves it: locked, its only attempt begun.
  await api.db.rows(
    `update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', attempts = 1,
       locked_at = now() - interval '1 minute'`,
  );
  const handle = vi.fn(async () => {});
  await start({ orphan: handle });
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1), { timeout: 10_000 });
});

test('stopping waits for the task under way and takes no other', async () => {
  const { promise: isFree, resolve: free } = Promise.withResolvers<void>();
  const handle = vi.fn(() => isFree);
  const queue = await start({ slow_task: handle });
  await enqueue('slow_task');
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1));
  const stopped = vi.fn();
  const stopping = queue.stop().then(stopped);
  running.length = 0;
  await enqueue('slow_task');
  expect(stopped).not.toHaveBeenCalled();
  free();
  await stopping;
  expect(handle).toHaveBeenCalledTimes(1);
  await api.db.rows('delete from graphile_worker._private_jobs');
});

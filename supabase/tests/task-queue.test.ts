// What the queue promises in SQL: a task comes with its transaction, and one given up is not lost.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();

type Task = { id: number; attempts: number; max_attempts: number; run_at: Date; key: string };

async function enqueue(key: string | null, number: number): Promise<number> {
  const { id } = await context.db.row<{ id: number }>(
    `select private.enqueue_task('try', jsonb_build_object('number', $2::integer), $1,
       p_queue => 'one-by-one', p_run_at => now() + interval '1 hour', p_max_attempts => 3) as id`,
    [key, number],
  );
  return id;
}

const taskOf = (id: number) =>
  context.db.row<Task>('select * from graphile_worker._private_jobs where id = $1', [id]);

const giveUp = (id: number) =>
  context.db.rows(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no'
     where id = $1`,
    [id],
  );

const failedTasks = () => context.db.asService().rows<{ id: number }>('select * from failed_tasks');
const retry = (id: number) => context.db.asService().call('retry_failed_task', { p_id: id });

describe('enqueue_task', () => {
  test('replaces the waiting task with the same key, and no other', async () => {
    const key = randomUUID();
    const first = await enqueue(key, 1);
    expect(await enqueue(key, 2)).toBe(first);
    expect(await taskOf(first)).toMatchObject({ payload: { number: 2 }, max_attempts: 3 });
    expect(await enqueue(null, 3)).not.toBe(first);
  });
});

describe('failed_tasks', () => {
  test('shows what was given up, and nothing that still has attempts', async () => {
    const [waiting, dead] = [await enqueue(null, 4), await enqueue(null, 5)];
    await giveUp(dead);
    const failed = await failedTasks();
    expect(failed.map(({ id }) => id)).not.toContain(waiting);
    expect(failed.find(({ id }) => id === dead)).toMatchObject({
      task: 'try',
      payload: { number: 5 },
      last_error: 'no',
      attempts: 3,
    });
  });

  test('is for the service alone', async () => {
    const { db } = context;
    const user = await db.signUp();
    for (const actor of [db.asAnon(), db.asUser(user.userId)]) {
      await expect(actor.rows('select * from failed_tasks')).rejects.toThrow('permission denied');
    }
  });
});

describe('retry_failed_task', () => {
  test('gives a dead letter all its attempts again, from now on', async () => {
    const id = await enqueue(null, 6);
    await giveUp(id);
    expect(await retry(id)).toEqual({ outcome: 'retried' });
    const task = await taskOf(id);
    expect(task).toMatchObject({ attempts: 0, max_attempts: 3 });
    const { isDue } = await context.db.row<{ isDue: boolean }>('select $1 <= now() as "isDue"', [
      task.run_at,
    ]);
    expect(isDue).toBe(true);
    expect((await failedTasks()).map((failed) => failed.id)).not.toContain(id);
  });

  test('leaves alone what is not given up or not there', async () => {
    expect(await retry(await enqueue(null, 7))).toEqual({ outcome: 'not_found' });
    expect(await retry(999_999_999)).toEqual({ outcome: 'not_found' });
  });
});

// What the inbox of webhooks and the queue behind it promise: each event once, with its task.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();

const record = (eventId: string, type = 'checkout.session.completed') =>
  context.db.asService().call('record_gateway_event', {
    p_gateway: 'stripe',
    p_event_id: eventId,
    p_type: type,
    p_object_id: 'cs_1',
    p_created_at: new Date().toISOString(),
    p_payload: { id: eventId },
  });

const tasksOf = (eventId: string) =>
  context.db.rows<{ task: string; payload: unknown; max_attempts: number }>(
    `select t.identifier as task, j.payload, j.max_attempts
     from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where j.payload ->> 'eventId' = $1`,
    [eventId],
  );

const eventOf = (eventId: string) =>
  context.db.row('select * from gateway_events where event_id = $1', [eventId]);

describe('record_gateway_event', () => {
  // F7
  test('keeps one row and one task when a hundred copies of one event race', async () => {
    const eventId = `evt_${randomUUID()}`;
    const results = await Promise.all(Array.from({ length: 100 }, () => record(eventId)));
    expect(results.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(99);
    expect(await eventOf(eventId)).toMatchObject({ processed_at: null, attempts: 0 });
    expect(await tasksOf(eventId)).toEqual([
      {
        task: 'process_gateway_event',
        payload: { gateway: 'stripe', eventId },
        max_attempts: 25,
      },
    ]);
  });

  test('keeps neither row nor task when its transaction fails', async () => {
    const { db } = context;
    const eventId = `evt_${randomUUID()}`;
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query(`select record_gateway_event('stripe', $1, 't', null, now(), '{}')`, [
      eventId,
    ]);
    await client.query('rollback');
    client.release();
    expect(await tasksOf(eventId)).toEqual([]);
    expect(await record(eventId)).toEqual({ outcome: 'recorded' });
  });

  test('forgets a processed event after a month, never one still to be processed', async () => {
    const { db } = context;
    const [done, open] = [`evt_${randomUUID()}`, `evt_${randomUUID()}`];
    await record(done);
    await record(open);
    await finish(done, 'applied', null);
    await db.rows(`update gateway_events set received_at = now() - interval '31 days'
      where event_id in ('${done}', '${open}')`);
    await record(`evt_${randomUUID()}`);
    const left = await db.rows('select event_id from gateway_events where event_id = any ($1)', [
      [done, open],
    ]);
    expect(left).toEqual([{ event_id: open }]);
  });
});

const finish = (eventId: string, outcome: string | null, error: string | null) =>
  context.db.asService().call('finish_gateway_event', {
    p_gateway: 'stripe',
    p_event_id: eventId,
    p_outcome: outcome,
    p_error: error,
  });

describe('finish_gateway_event', () => {
  test('counts the attempts, keeps the last error, and ends with an outcome', async () => {
    const eventId = `evt_${randomUUID()}`;
    await record(eventId);
    expect(await finish(eventId, null, 'the gateway is away')).toEqual({ outcome: 'failed' });
    expect(await eventOf(eventId)).toMatchObject({
      attempts: 1,
      last_error: 'the gateway is away',
      processed_at: null,
    });
    expect(await finish(eventId, 'applied', null)).toEqual({ outcome: 'finished' });
    expect(await eventOf(eventId)).toMatchObject({
      attempts: 2,
      last_error: null,
      outcome: 'applied',
      processed_at: expect.any(Date),
    });
  });

  test('does not know an event that is not there', async () => {
    expect(await finish('evt_none', 'applied', null)).toEqual({ outcome: 'not_found' });
  });
});

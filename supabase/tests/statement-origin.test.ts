// Whose request it was is kept with a call and with a task.
import { expect, test } from 'vitest';
import { createCall, useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const comment = `/*request_id='request-17',traceparent='${traceparent}'*/`;

async function payloadOfTask(ending: string) {
  const { db } = context;
  const { id } = await db.row<{ id: number }>(
    `select private.enqueue_task('try', '{"number": 1}', p_run_at => now() + interval '1 hour')
       as id ${ending}`,
  );
  return (
    await db.row<{ payload: unknown }>(
      'select payload from graphile_worker._private_jobs where id = $1',
      [id],
    )
  ).payload;
}

test('a call keeps the request and the trace of its dispatch; one without leaves them', async () => {
  const { db } = context;
  const user = await db.signUp();
  const call = await createCall(db, user.userId);
  const note = (ids: object) =>
    db.call('set_voice_session_dispatch', {
      p_voice_session_id: call.voice_session_id,
      p_epoch: 1,
      p_dispatch_id: 'dispatch-1',
      ...ids,
    });
  const read = () =>
    db.row('select request_id, traceparent from public.voice_sessions where id = $1', [
      call.voice_session_id,
    ]);
  await note({ p_request_id: 'request-17', p_traceparent: traceparent });
  expect(await read()).toEqual({ request_id: 'request-17', traceparent });
  await note({});
  expect(await read()).toEqual({ request_id: 'request-17', traceparent });
});

test('a task keeps the request and the trace that made it necessary', async () => {
  expect(await payloadOfTask(comment)).toEqual({
    number: 1,
    origin: { requestId: 'request-17', traceparent },
  });
  expect(await payloadOfTask(`/*request_id='request-18'*/`)).toEqual({
    number: 1,
    origin: { requestId: 'request-18' },
  });
});

test.each([
  ['no comment', ''],
  ['a comment of somebody else', '/* who asks */'],
  ['an id that is none', `/*request_id='drop table',traceparent='00-1-2-3'*/`],
  ['one that is not at the end', `${comment} limit 1`],
])('%s is no origin', async (_case, ending) => {
  expect(await payloadOfTask(ending)).toEqual({ number: 1 });
});

// A client's timings are taken once and only in their form: it is not ours to trust.
import { expect, test } from 'vitest';
import { receiveClientTimings } from './client-timings.ts';
import { quietLogger } from './quiet-logger.ts';

const timings = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  requestedAfterMs: 5,
  answeredAfterMs: 90,
  joinedAfterMs: 300,
  heardAfterMs: 1_200,
};

test('timings are written to the log once, without the trace context the client chose', () => {
  const { logger, lines } = quietLogger();
  const receive = receiveClientTimings(logger);
  receive(JSON.stringify(timings));
  receive(JSON.stringify({ ...timings, heardAfterMs: 1 }));
  const { traceparent: _, ...steps } = timings;
  expect(lines).toEqual([{ level: 'info', msg: 'caller hears the agent', ...steps }]);
});

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another shape', '[1]'],
  ['a missing step', JSON.stringify({ ...timings, heardAfterMs: undefined })],
  ['words for numbers', JSON.stringify({ ...timings, heardAfterMs: 'soon' })],
  ['a time before the press', JSON.stringify({ ...timings, joinedAfterMs: -1 })],
  ['more than ten minutes', JSON.stringify({ ...timings, joinedAfterMs: 600_001 })],
  ['too much', JSON.stringify({ ...timings, note: 'x'.repeat(1_000) })],
])('%s is ignored', (_case, payload) => {
  const { logger, lines } = quietLogger();
  receiveClientTimings(logger)(payload);
  expect(lines).toEqual([]);
});

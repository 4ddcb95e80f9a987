// What is logged as an error is reported once, with its ids and without personal data.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SentryStandIn, startSentryStandIn } from '../../tests/support/sentry-stand-in.ts';
import { startErrorReports, stopErrorReports } from './error-reports.ts';
import { withLogContext } from './log-context.ts';
import { createLogger } from './logging.ts';

let sentry: SentryStandIn;
const destination = { write: () => {} };
const logger = createLogger('api', { level: 'info', format: 'json', destination });

beforeEach(async () => {
  sentry = await startSentryStandIn();
});
afterEach(async () => {
  await stopErrorReports();
  await sentry.stop();
});

const start = (dsn: string | undefined = sentry.dsn) =>
  startErrorReports({ dsn, environment: 'staging', release: '1.2.3', part: 'api' });

test('an error that is logged is reported, with the ids of its work and the release', async () => {
  await start();
  withLogContext({ requestId: 'request-1' }, () => {
    const child = logger.child({ voiceSessionId: 'call-1' });
    child.error({ err: new TypeError('x is not a function') }, 'a bug ended a request');
  });
  await stopErrorReports();
  expect(sentry.events).toMatchObject([
    {
      environment: 'staging',
      release: '1.2.3',
      tags: { part: 'api', request_id: 'request-1', voice_session_id: 'call-1' },
      extra: { message: 'a bug ended a request' },
      exception: { values: [{ type: 'TypeError', value: 'x is not a function' }] },
    },
  ]);
  expect(sentry.events[0]?.exception?.values[0]?.stacktrace?.frames.length).toBeGreaterThan(0);
});

test('a report holds no personal data, whatever hangs on the error', async () => {
  await start();
  const error = Object.assign(new Error('mailbox ada@example.com is full, call +1 555 010 2345'), {
    detail: 'Key (email)=(ada@example.com)',
    request: { headers: { authorization: 'Bearer abcdefghijk' } },
  });
  logger.error({ err: error, email: 'ada@example.com' }, 'a letter was not sent');
  await stopErrorReports();
  expect(sentry.events).toHaveLength(1);
  expect(sentry.envelopes.join('')).not.toMatch(/ada@|010 2345|abcdefghijk/);
});

test('the same failure is told once, another one is told too', async () => {
  await start();
  for (let count = 0; count < 5; count += 1) {
    logger.error({ err: new Error('away') }, 'a task failed');
  }
  logger.error({ err: new Error('another') }, 'a task failed');
  await stopErrorReports();
  expect(sentry.events.map(({ exception }) => exception?.values[0]?.value)).toEqual([
    'away',
    'another',
  ]);
});

test('warnings, and errors of requests that name none, are not reported', async () => {
  await start();
  logger.warn({ err: new Error('away') }, 'it will be tried again');
  logger.error({ status: 500 }, 'request');
  await stopErrorReports();
  expect(sentry.envelopes).toEqual([]);
});

test('without a DSN nothing is sent', async () => {
  await start('');
  logger.error({ err: new Error('away') }, 'a task failed');
  await stopErrorReports();
  expect(sentry.envelopes).toEqual([]);
});

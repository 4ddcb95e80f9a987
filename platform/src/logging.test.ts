// Every line says for what work it was written, and none tells a secret.
import { expect, test } from 'vitest';
import { addToLogContext, withLogContext } from './log-context.ts';
import { createLogger } from './logging.ts';

function listen(level = 'debug') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger('test', { level, format: 'json', destination });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

test('lines carry the ids of the work they are written for, also those found out later', async () => {
  const { logger, last } = listen();
  await withLogContext({ requestId: 'request-1' }, async () => {
    await Promise.resolve();
    addToLogContext({ voiceSessionId: 'call-1' });
    logger.info({ usedMs: 7 }, 'done');
  });
  expect(last()).toMatchObject({
    requestId: 'request-1',
    voiceSessionId: 'call-1',
    usedMs: 7,
    msg: 'done',
  });
  logger.info('after');
  expect(last().requestId).toBeUndefined();
});

test('work within work keeps its ids to itself', () => {
  const { logger, last } = listen();
  withLogContext({ requestId: 'outer-1' }, () => {
    withLogContext({ voiceSessionId: 'inner-1' }, () => logger.info('inside'));
    expect(last()).toMatchObject({ requestId: 'outer-1', voiceSessionId: 'inner-1' });
    logger.info('outside');
    expect(last().voiceSessionId).toBeUndefined();
  });
});

test('no line tells an address, a number, a token or a key, wherever it stands', () => {
  const { logger, lines } = listen();
  const error = Object.assign(new Error('mailbox ada@example.com is full'), {
    recipient: 'ada@example.com',
  });
  logger.error({ err: error }, 'could not write to ada@example.com');
  logger.error(error);
  logger.warn({ order: { buyer: { email: 'ada@example.com', phone: 5550102345 } } }, 'nested');
  logger.info({ reason: new Error('to ada@example.com') }, 'an error under another name');
  logger.info({ list: ['ada@example.com', { workerToken: 'secret-1' }] }, 'a list');
  logger.debug('sent %s', 'ada@example.com');
  logger.child({ epoch: 1 }).info({ email: 'ada@example.com' }, 'a child');
  expect(lines).toHaveLength(7);
  expect(lines.join('')).not.toMatch(/ada@|5550102345|secret-1/);
});

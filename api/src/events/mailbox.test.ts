// Guards what waits for a slow reader: little, nothing twice, and never less than the truth.
import { expect, test } from 'vitest';
import type { LiveEvent } from './live-event.ts';
import { createMailbox } from './mailbox.ts';

const balance: LiveEvent = { type: 'balance_changed', accountId: 'a' };
const payment = (paymentId: string): LiveEvent => ({
  type: 'payment_changed',
  paymentId,
  status: 'paid',
});
const LONG_MS = 600_000;

test('hands out in order what came, and the same thing once', async () => {
  const mailbox = createMailbox();
  for (const event of [balance, payment('1'), balance]) mailbox.put(event);
  expect(await mailbox.take(LONG_MS)).toEqual([balance, payment('1')]);
  mailbox.put(balance);
  expect(await mailbox.take(LONG_MS)).toEqual([balance]);
});

test('a wait ends with the next event, with nothing after its time, and for ever when closed', async () => {
  const mailbox = createMailbox();
  const taken = mailbox.take(LONG_MS);
  mailbox.put(balance);
  expect(await taken).toEqual([balance]);
  expect(await mailbox.take(0)).toEqual([]);
  const last = mailbox.take(LONG_MS);
  mailbox.close();
  expect(await last).toBeNull();
  mailbox.put(balance);
  expect(await mailbox.take(LONG_MS)).toBeNull();
  await mailbox.closed;
});

test('more than a reader takes becomes one request to ask for everything', async () => {
  const mailbox = createMailbox();
  for (let count = 0; count < 10_000; count += 1) mailbox.put(payment(String(count)));
  expect(await mailbox.take(LONG_MS)).toEqual([{ type: 'ready' }]);
  mailbox.put(balance);
  mailbox.put({ type: 'ready' });
  mailbox.put(balance);
  expect(await mailbox.take(LONG_MS)).toEqual([{ type: 'ready' }]);
});

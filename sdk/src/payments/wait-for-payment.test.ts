// Guards waiting for a payment: it ends when the payment is final, with or without events.
import { expect, test } from 'vitest';
import type { MindbotResult } from '../errors.ts';
import type { EventHub, EventListener } from '../events/event-hub.ts';
import type { Payment } from '../types.ts';
import type { WaitForPaymentOptions } from './payments.ts';
import { isPaymentFinal, waitForPayment } from './wait-for-payment.ts';

const paymentOf = (change: Partial<Payment>): MindbotResult<Payment> => ({
  data: { id: 'p', status: 'pending', isUnderReview: false, ...change } as Payment,
  error: null,
});
const failureOf = (code: 'network_error' | 'not_found'): MindbotResult<Payment> =>
  ({ data: null, error: { code, message: '' } }) as MindbotResult<Payment>;

/** A wait whose answers come in turn, the last one for ever; `during` runs in each pause. */
function makeWait(
  answers: MindbotResult<Payment>[],
  during: (listener: EventListener, count: number) => void = () => {},
  options: WaitForPaymentOptions = {},
) {
  let listener: EventListener = { onEvent: () => {} };
  let isOpen = true;
  let asked = 0;
  const pausesMs: number[] = [];
  const events: EventHub = {
    subscribe(given) {
      listener = given;
      return {
        close: () => {
          isOpen = false;
        },
      };
    },
  };
  const result = waitForPayment({
    id: 'p',
    events,
    options,
    get: async () => {
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? failureOf('not_found');
    },
    pause: async (durationMs, signal) => {
      pausesMs.push(durationMs);
      during(listener, pausesMs.length);
      if (signal?.aborted) pausesMs[pausesMs.length - 1] = 0;
    },
  });
  return { result, pausesMs, asked: () => asked, isOpen: () => isOpen };
}

test.each(['paid', 'failed', 'canceled', 'expired'] as const)(
  'ends when it is %s',
  async (status) => {
    const wait = makeWait([
      paymentOf({}),
      paymentOf({ status: 'processing' }),
      paymentOf({ status }),
    ]);
    expect((await wait.result).data?.status).toBe(status);
    expect(wait.asked()).toBe(3);
    expect(wait.isOpen()).toBe(false);
  },
);

test('a payment that a person looks at is final', () => {
  const under = paymentOf({ status: 'processing', isUnderReview: true });
  expect(under.data && isPaymentFinal(under.data)).toBe(true);
});

test('an event of this payment, or a stream that came back, is asked about at once', async () => {
  const wait = makeWait(
    [paymentOf({}), paymentOf({}), paymentOf({}), paymentOf({ status: 'paid' })],
    ({ onEvent }, count) => {
      if (count === 1) onEvent({ type: 'payment_changed', paymentId: 'p', status: 'paid' });
      if (count === 2) onEvent({ type: 'ready' });
      if (count === 3) onEvent({ type: 'payment_changed', paymentId: 'other', status: 'paid' });
    },
  );
  await wait.result;
  expect(wait.pausesMs.slice(0, 2)).toEqual([0, 0]);
  expect(wait.pausesMs[2]).toBeGreaterThan(0);
});

test('asks rarely while the stream is open and often while it is not', async () => {
  const wait = makeWait(
    [paymentOf({}), paymentOf({}), paymentOf({ status: 'paid' })],
    ({ onStateChange }, count) => {
      if (count === 1) onStateChange?.('open');
    },
  );
  await wait.result;
  expect(wait.pausesMs).toEqual([1_500, 15_000]);
});

test('an outage delays the answer and does not lose it', async () => {
  const wait = makeWait([failureOf('network_error'), paymentOf({ status: 'paid' })]);
  expect((await wait.result).data?.status).toBe('paid');
});

test('what cannot be read is told at once', async () => {
  expect((await makeWait([failureOf('not_found')]).result).error?.code).toBe('not_found');
});

test('ends when the caller stops waiting', async () => {
  const controller = new AbortController();
  const wait = makeWait([paymentOf({})], () => controller.abort(), { signal: controller.signal });
  expect((await wait.result).error?.code).toBe('aborted');
  expect(wait.isOpen()).toBe(false);
});

test('tells each state once, and waits for what the caller waits for', async () => {
  const seen: string[] = [];
  const wait = makeWait(
    [paymentOf({}), paymentOf({}), paymentOf({ status: 'failed' }), paymentOf({ status: 'paid' })],
    () => {},
    { onChange: ({ status }) => seen.push(status), until: ({ status }) => status === 'paid' },
  );
  await wait.result;
  expect(seen).toEqual(['pending', 'failed', 'paid']);
});

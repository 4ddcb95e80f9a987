// Holds buying to one order at a time, one key for each, and to telling call and balance.
import type { MindbotError, Payment } from '@mindbot/sdk';
import { expect, test, vi } from 'vitest';
import { LISTENING } from '../call/call-fixtures.ts';
import { IDLE_STATE } from '../call/call-state.ts';
import { formOf, intentOf, paymentOf, quoteOf } from './buy-fixtures.ts';
import { createPurchaseStore } from './purchase-store.ts';

const ok = <Data>(data: Data) => ({ data, error: null });
const no = (code: string) => ({ data: null, error: { code, message: '' } as MindbotError });
type Wait = { onChange: (payment: Payment) => void; signal: AbortSignal };

function makeStore({ isInCall = false } = {}) {
  const waits: Wait[] = [];
  const checkout = vi.fn(async (_params: object, _options: { idempotencyKey?: string }) =>
    ok(formOf({ url: 'https://pay.example' })),
  );
  const intent = vi.fn(
    async (
      _params: object,
      _options: { idempotencyKey?: string },
    ): Promise<ReturnType<typeof no> | ReturnType<typeof ok<ReturnType<typeof intentOf>>>> =>
      ok(intentOf({ nextAction: 'none' })),
  );
  const quote = vi.fn(async () => ok(quoteOf({ id: 'quote-2' })));
  const waitFor = vi.fn((_id: string, options: Wait) => {
    waits.push(options);
    return new Promise(() => {});
  });
  const call = {
    getState: () =>
      isInCall ? { ...IDLE_STATE, key: 'listening', snapshot: LISTENING } : IDLE_STATE,
    dispatch: vi.fn(),
    say: vi.fn(),
  };
  const refresh = vi.fn(async () => {});
  const store = createPurchaseStore({
    client: {
      checkoutSessions: { create: checkout },
      paymentIntents: { create: intent },
      priceQuotes: { create: quote },
      payments: { waitFor },
    } as never,
    call: call as never,
    balance: { refresh },
  });
  const told = () => call.dispatch.mock.calls.map(([event]) => event);
  const said = () => call.say.mock.calls.map(([{ text }]) => text);
  return { store, checkout, intent, quote, waits, refresh, told, said };
}

/** Lets what was asked be answered. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a second press while the first is open orders nothing', async () => {
  const { store, checkout, intent } = makeStore();
  void store.openForm(quoteOf());
  void store.openForm(quoteOf());
  await settle();
  void store.payBySavedCard(quoteOf());
  expect(checkout).toHaveBeenCalledOnce();
  expect(intent).not.toHaveBeenCalled();
});

test('coming back to a form finds the same form', async () => {
  const { store, checkout } = makeStore();
  void store.openForm(quoteOf());
  await settle();
  store.close();
  void store.openForm(quoteOf());
  const [first, second] = checkout.mock.calls.map(([, options]) => options.idempotencyKey);
  expect(first).toMatch(/./);
  expect(second).toBe(first);
});

test('pressing again after a lost answer sends the same key, and another order another', async () => {
  const { store, intent } = makeStore();
  intent.mockResolvedValueOnce(no('network_error'));
  await store.payBySavedCard(quoteOf());
  expect(store.getState().step).toBe('unknown');
  void store.payBySavedCard(quoteOf());
  await settle();
  store.close();
  void store.payBySavedCard(quoteOf({ id: 'other' }));
  const keys = intent.mock.calls.map(([, options]) => options.idempotencyKey);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('time is added when the server says so, and the balance is asked for', async () => {
  const { store, waits, refresh, said } = makeStore();
  void store.openForm(quoteOf());
  await settle();
  store.noteSent();
  expect(store.getState().step).toBe('waiting');
  expect(refresh).not.toHaveBeenCalled();
  waits[0]?.onChange(paymentOf({ status: 'paid' }));
  expect(store.getState().step).toBe('added');
  expect(refresh).toHaveBeenCalledOnce();
  expect(said()).toEqual(['Payment received. Adding your time.', '30 minutes added.']);
});

test('a running call is told, and speaks for itself', async () => {
  const { store, waits, told, said } = makeStore({ isInCall: true });
  void store.payBySavedCard(quoteOf());
  await settle();
  waits[0]?.onChange(paymentOf({ status: 'paid' }));
  expect(told()).toEqual([
    { type: 'top_up_opened', addedMs: 1_800_000 },
    { type: 'top_up_paid', addedMs: 1_800_000 },
  ]);
  expect(said()).toEqual([]);
});

test('a declined card fails the top-up, and closing puts it away', async () => {
  const { store, intent, told } = makeStore({ isInCall: true });
  intent.mockResolvedValueOnce(no('payment_declined'));
  await store.payBySavedCard(quoteOf());
  store.close();
  expect(told().map(({ type }) => type)).toEqual([
    'top_up_opened',
    'top_up_failed',
    'top_up_closed',
  ]);
});

test('news of a payment that was put away is not shown', async () => {
  const { store, waits } = makeStore();
  void store.openForm(quoteOf());
  await settle();
  store.close();
  expect(waits[0]?.signal.aborted).toBe(true);
  waits[0]?.onChange(paymentOf({ status: 'paid' }));
  expect(store.getState().step).toBe('idle');
});

test('another tab gets a page of its own, by a quote of its own', async () => {
  const { store, checkout } = makeStore();
  const tab = { go: vi.fn(), close: vi.fn() };
  void store.openForm(quoteOf());
  await settle();
  void store.moveToTab(tab);
  await settle();
  expect(checkout.mock.lastCall?.[0]).toEqual({ quoteId: 'quote-2', mode: 'hosted' });
  expect(tab.go).toHaveBeenCalledExactlyOnceWith('https://pay.example');
  expect(tab.close).not.toHaveBeenCalled();
  expect(store.getState()).toMatchObject({ step: 'form', isElsewhere: true });
});

test('a tab that gets no page is closed', async () => {
  const { store, quote } = makeStore();
  const tab = { go: vi.fn(), close: vi.fn() };
  void store.openForm(quoteOf());
  await settle();
  quote.mockResolvedValueOnce(no('payments_unavailable') as never);
  await store.moveToTab(tab);
  expect(tab.close).toHaveBeenCalledOnce();
  expect(store.getState()).toMatchObject({ step: 'refused', failureCode: 'payments_unavailable' });
});

// Owns the one purchase of the page beyond any screen, so that a payment outlives looking elsewhere.
import type { MindbotClient, MindbotError, Payment, PriceQuote } from '@mindbot/sdk';
import type { CallStore } from '../call/call-store.ts';
import { isCallRunning } from '../call/is-call-running.ts';
import { announcePurchase } from './announce-purchase.ts';
import {
  isPurchaseOpen,
  NO_PURCHASE,
  type PurchaseEvent,
  type PurchaseState,
} from './purchase-state.ts';
import { reducePurchase } from './reduce-purchase.ts';
import { topUpEvent } from './top-up-event.ts';

/** What the purchase needs from outside. */
export type PurchaseStoreOptions = {
  client: Pick<MindbotClient, 'checkoutSessions' | 'paymentIntents' | 'payments' | 'priceQuotes'>;
  call: Pick<CallStore, 'dispatch' | 'getState' | 'say'>;
  balance: { refresh(): Promise<void> };
};

/** The purchase of the page, and what the person can do. */
export type PurchaseStore = {
  getState(): PurchaseState;
  subscribe(listener: () => void): () => void;
  /** Charges the saved card for a quote. Nothing happens while another purchase is open. */
  payBySavedCard(quote: PriceQuote): Promise<void>;
  /** Orders a quote and opens the form for it on the page. */
  openForm(quote: PriceQuote): Promise<void>;
  /** Takes the open form to another tab, at the gateway's own page. */
  moveToTab(tab: TabHandle): Promise<void>;
  /** The form or the bank says that it is done; the server has the last word. */
  noteSent(): void;
  /** Looks up a payment made before, and follows it. */
  follow(paymentId: string): Promise<void>;
  /** Puts the purchase away. A payment that went through still counts: the balance tells. */
  close(): void;
};

/** Another tab, opened while the person's press still allows it. */
export type TabHandle = { go(url: string): void; close(): void };

/** Makes the store. */
export function createPurchaseStore(options: PurchaseStoreOptions): PurchaseStore {
  const { client } = options;
  const listeners = new Set<() => void>();
  let state = NO_PURCHASE;
  let controller = new AbortController();
  // One key for each thing ordered: pressing again after a lost answer must not order twice, and
  // coming back to a form finds the same form.
  const keys = new Map<string, string>();

  const dispatch = (event: PurchaseEvent) => {
    const previous = state;
    state = reducePurchase(previous, event);
    if (state === previous) return;
    tellOthers(options, previous, state);
    for (const listener of listeners) listener();
  };
  const begin = (quote: PriceQuote) => {
    controller.abort();
    controller = new AbortController();
    dispatch({ type: 'ordered', quote });
    return controller.signal;
  };
  const keyFor = (name: string) => {
    const key = keys.get(name) ?? crypto.randomUUID();
    keys.set(name, key);
    return key;
  };
  const fail = ({ code }: MindbotError, isChargePossible = false) =>
    dispatch({ type: 'failed', code, isChargePossible });
  const followPayment = async (id: string, signal: AbortSignal) => {
    const onChange = (payment: Payment) => {
      if (!signal.aborted) dispatch({ type: 'payment', payment });
    };
    const { error } = await client.payments.waitFor(id, { signal, onChange });
    if (error && !signal.aborted) fail(error);
  };
  const order = async (quote: PriceQuote, mode: 'embedded' | 'hosted') => {
    const idempotencyKey = keyFor(`${mode} ${quote.id}`);
    return client.checkoutSessions.create({ quoteId: quote.id, mode }, { idempotencyKey });
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async payBySavedCard(quote) {
      if (isPurchaseOpen(state)) return;
      const signal = begin(quote);
      const idempotencyKey = keyFor(`saved card ${quote.id}`);
      const params = { quoteId: quote.id, useSavedCard: true };
      const { data, error } = await client.paymentIntents.create(params, { idempotencyKey });
      if (signal.aborted) return;
      if (error) return fail(error, true);
      if (data.nextAction === 'none') dispatch({ type: 'charged', payment: data.payment });
      else dispatch({ type: 'bank_asked', intent: data });
      await followPayment(data.payment.id, signal);
    },
    async openForm(quote) {
      if (isPurchaseOpen(state)) return;
      const signal = begin(quote);
      const { data, error } = await order(quote, 'embedded');
      if (signal.aborted) return;
      if (error) return fail(error);
      dispatch({ type: 'form_opened', form: data });
      await followPayment(data.payment.id, signal);
    },
    async moveToTab(tab) {
      const { quote: ordered } = state;
      if (ordered === null) return tab.close();
      const signal = begin(ordered);
      // The first quote is spent on the first form.
      const { package: item, quantity, promoCode } = ordered;
      const again = { package: item.id, quantity, promoCode: promoCode ?? undefined };
      const quoted = await client.priceQuotes.create(again);
      const { data, error } = quoted.error ? quoted : await order(quoted.data, 'hosted');
      if (signal.aborted || error || !data.url) tab.close();
      if (signal.aborted) return;
      if (error) return fail(error);
      dispatch({ type: 'form_opened', form: data });
      if (data.url) {
        tab.go(data.url);
        dispatch({ type: 'tab_opened' });
      }
      await followPayment(data.payment.id, signal);
    },
    noteSent: () => dispatch({ type: 'form_sent' }),
    async follow(paymentId) {
      controller.abort();
      controller = new AbortController();
      dispatch({ type: 'followed' });
      await followPayment(paymentId, controller.signal);
    },
    close() {
      controller.abort();
      dispatch({ type: 'closed' });
    },
  };
}

/** A running call speaks of it by its own announcer; elsewhere the page does. */
function tellOthers(
  { call, balance }: PurchaseStoreOptions,
  previous: PurchaseState,
  next: PurchaseState,
): void {
  if (next.step === 'added' && previous.step !== 'added') void balance.refresh();
  if (isCallRunning(call.getState())) {
    const change = topUpEvent(previous, next);
    if (change) call.dispatch(change);
    return;
  }
  const announcement = announcePurchase(previous, next);
  if (announcement) call.say(announcement);
}

// Everything the sandbox remembers: kept in memory and in a journal, so that purchases outlive it.
import type Stripe from 'stripe';
import { openJournal } from './journal.ts';
import { createTable, type Row, type Table } from './table.ts';

/** What a saved card does, when a test has told it otherwise than its number says. */
export type CardOrder = Row & { behaviour: string };
/** An answer kept under an idempotency key. */
export type KeptAnswer = Row & {
  fingerprint: string;
  status: number;
  body: unknown;
  requestId: string;
  keptAtMs: number;
};
/** An event on its way to the endpoint. */
export type Delivery = Row & { eventId: string; attempts: number; copies: number; dueAtMs: number };
/** What was asked for when a checkout session was made and its object does not show. */
export type CheckoutOrder = Row & {
  lineItems: Stripe.LineItem[];
  paymentIntentData: {
    metadata?: Record<string, string>;
    description?: string;
    receipt_email?: string;
    setup_future_usage?: 'on_session' | 'off_session';
    statement_descriptor?: string;
    statement_descriptor_suffix?: string;
  };
  subscriptionData: { metadata?: Record<string, string>; description?: string };
};
/** A refund whose bank has not answered yet. */
export type PendingRefund = Row & { outcome: 'succeeded' | 'failed'; dueAtMs: number };
/** How far the billing clock is ahead of the real one; one row. */
export type BillingClock = Row & { aheadMs: number };

type Kinds = {
  customers: Stripe.Customer;
  products: Stripe.Product;
  prices: Stripe.Price;
  paymentMethods: Stripe.PaymentMethod;
  paymentIntents: Stripe.PaymentIntent;
  charges: Stripe.Charge;
  refunds: Stripe.Refund;
  disputes: Stripe.Dispute;
  checkoutSessions: Stripe.Checkout.Session;
  subscriptions: Stripe.Subscription;
  invoices: Stripe.Invoice;
  invoiceItems: Stripe.InvoiceItem;
  invoicePayments: Stripe.InvoicePayment;
  portalSessions: Stripe.BillingPortal.Session;
  events: Stripe.Event & Row;
  checkoutOrders: CheckoutOrder;
  cardOrders: CardOrder;
  pendingRefunds: PendingRefund;
  keptAnswers: KeptAnswer;
  deliveries: Delivery;
  billingClocks: BillingClock;
};

const ROWS_MAX = 20_000;

const kinds: readonly (keyof Kinds)[] = [
  'customers',
  'products',
  'prices',
  'paymentMethods',
  'paymentIntents',
  'charges',
  'refunds',
  'disputes',
  'checkoutSessions',
  'subscriptions',
  'invoices',
  'invoiceItems',
  'invoicePayments',
  'portalSessions',
  'events',
  'checkoutOrders',
  'cardOrders',
  'pendingRefunds',
  'keptAnswers',
  'deliveries',
  'billingClocks',
];

/** The tables by kind. */
export type Store = { [Kind in keyof Kinds]: Table<Kinds[Kind]> } & {
  /** Writes what has changed since the last time; called at the end of each request. */
  commit: () => void;
  close: () => void;
};

/**
 * Opens what an earlier run left in `path`, or an empty store; without a path nothing is written.
 * A table keeps its newest twenty thousand objects.
 */
export function openStore(path: string | null): Store {
  const changed = new Map<string, { name: string; id: string; row: Row | null }>();
  const onChange = (name: string, id: string, row: Row | null) => {
    if (path !== null) changed.set(`${name}/${id}`, { name, id, row });
  };
  const tables = Object.fromEntries(
    kinds.map((kind) => [kind, createTable<Row>(kind, ROWS_MAX, onChange)]),
  );
  const journal = path === null ? null : openJournal(path, tables);
  changed.clear();
  const commit = () => {
    if (journal === null || changed.size === 0) return;
    journal.append([...changed.values()]);
    changed.clear();
  };
  const close = () => {
    commit();
    journal?.close();
  };
  return Object.assign(tables, { commit, close }) as unknown as Store;
}

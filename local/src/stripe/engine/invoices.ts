// Invoices: drafted, finalized, paid by the saved card or not, with their payments beside them.
import type Stripe from 'stripe';
import { invalid } from '../api/stripe-error.ts';
import { asList, idOf, newId, type World } from '../world.ts';
import { retryAfterS } from './billing-clock.ts';
import { takeWaitingItems } from './invoice-lines.ts';
import { newInvoice } from './new-invoice.ts';
import { confirmPaymentIntent, createPaymentIntent } from './payment-intents.ts';

const sum = (lines: readonly Stripe.InvoiceLineItem[]) =>
  lines.reduce((total, { amount }) => total + amount, 0);

/** The subscription an invoice is for, or null. */
export const subscriptionOf = (invoice: Stripe.Invoice): string | null =>
  idOf(invoice.parent?.subscription_details?.subscription ?? null);

/** Puts lines on a draft and adds up again. */
export function addLines(
  world: World,
  invoice: Stripe.Invoice,
  lines: readonly Stripe.InvoiceLineItem[],
): void {
  const all = [...invoice.lines.data, ...lines.map((line) => ({ ...line, invoice: invoice.id }))];
  const total = sum(all);
  const due = Math.max(0, total + invoice.starting_balance);
  world.store.invoices.change(invoice, {
    lines: asList(`/v1/invoices/${invoice.id}/lines`, all),
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    amount_due: due,
    amount_remaining: due,
  });
}

/** Makes a draft with these lines and whatever waited for the next invoice. */
export function draftInvoice(
  world: World,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription | null,
  reason: Stripe.Invoice.BillingReason,
  lines: readonly Stripe.InvoiceLineItem[],
): Stripe.Invoice {
  const invoice = world.store.invoices.put(newInvoice(world, customer, subscription, reason));
  const waiting = takeWaitingItems(world, customer.id, subscription?.id ?? null, invoice.id);
  addLines(world, invoice, [...lines, ...waiting]);
  world.emit('invoice.created', invoice);
  return invoice;
}

/** Closes a draft; what a customer has in hand is used up first. */
export function finalizeInvoice(world: World, invoice: Stripe.Invoice): Stripe.Invoice {
  if (invoice.status !== 'draft') throw invalid('This invoice is already finalized.');
  const customer = world.store.customers.get(idOf(invoice.customer) ?? '');
  const starting = customer?.balance ?? 0;
  const due = Math.max(0, invoice.total + starting);
  const ending = Math.min(0, invoice.total + starting);
  if (customer) world.store.customers.change(customer, { balance: ending });
  const now = world.billingNow();
  world.store.invoices.change(invoice, {
    status: 'open',
    number: `${customer?.invoice_prefix ?? 'TEST'}-${String(world.store.invoices.all().length).padStart(4, '0')}`,
    starting_balance: starting,
    ending_balance: ending,
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    effective_at: now,
    hosted_invoice_url: `${world.url}/invoices/${invoice.id}`,
    status_transitions: { ...invoice.status_transitions, finalized_at: now },
  });
  world.emit('invoice.finalized', invoice);
  return invoice;
}

function recordPayment(
  world: World,
  invoice: Stripe.Invoice,
  intent: Stripe.PaymentIntent,
): Stripe.InvoicePayment {
  const existing = world.store.invoicePayments
    .all()
    .find((each) => each.invoice === invoice.id && each.payment.payment_intent === intent.id);
  if (existing) return existing;
  return world.store.invoicePayments.put({
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.billingNow(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

/** Marks an invoice as paid, by this payment or without one when nothing was due. */
export function markPaid(
  world: World,
  invoice: Stripe.Invoice,
  intent: Stripe.PaymentIntent | null,
): void {
  const now = world.billingNow();
  if (intent) {
    const payment = recordPayment(world, invoice, intent);
    world.store.invoicePayments.change(payment, {
      amount_paid: invoice.amount_due,
      status: 'paid',
      status_transitions: { canceled_at: null, paid_at: now },
    });
  }
  world.store.invoices.change(invoice, {
    status: 'paid',
    attempted: true,
    attempt_count: invoice.attempt_count + (intent ? 1 : 0),
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  world.emit('invoice.paid', invoice);
  world.emit('invoice.payment_succeeded', invoice);
  if (intent) {
    const payment = recordPayment(world, invoice, intent);
    world.emit('invoice_payment.paid', payment);
  }
}

function intentOf(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent {
  const payment = world.store.invoicePayments.all().find((each) => each.invoice === invoice.id);
  const existing = world.store.paymentIntents.get(idOf(payment?.payment.payment_intent) ?? '');
  if (existing) return existing;
  const intent = createPaymentIntent(world, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    description: invoice.lines.data[0]?.description ?? 'Invoice',
    setup_future_usage: 'off_session',
  });
  recordPayment(world, invoice, intent);
  return intent;
}

/** Which method pays: the one given, the subscription's, or the customer's. */
export function methodOf(world: World, invoice: Stripe.Invoice): Stripe.PaymentMethod | null {
  const { store } = world;
  const subscription = store.subscriptions.get(subscriptionOf(invoice) ?? '');
  const customer = store.customers.get(idOf(invoice.customer) ?? '');
  const id =
    idOf(invoice.default_payment_method) ??
    idOf(subscription?.default_payment_method) ??
    idOf(customer?.invoice_settings.default_payment_method);
  return store.paymentMethods.get(id ?? '') ?? null;
}

/** A failed try: the invoice stays open, and is tried again in some days, three times. */
function noteFailure(world: World, invoice: Stripe.Invoice, isAutomatic: boolean): void {
  const tries = invoice.attempt_count + 1;
  const wait = retryAfterS[tries - 1];
  world.store.invoices.change(invoice, {
    attempted: true,
    attempt_count: tries,
    next_payment_attempt:
      isAutomatic && wait !== undefined ? world.billingNow() + wait : invoice.next_payment_attempt,
    ...(isAutomatic && wait === undefined ? { next_payment_attempt: null } : {}),
  });
  world.emit('invoice.payment_failed', invoice);
}

/**
 * Charges an open invoice. A refusal leaves it open, with the reason in its payment intent.
 * @param isAutomatic says that nobody asked for it: failures are tried again.
 */
export function payInvoice(
  world: World,
  invoice: Stripe.Invoice,
  method: Stripe.PaymentMethod | null,
  isAutomatic: boolean,
): Stripe.PaymentIntent | null {
  if (invoice.status !== 'open') {
    const message =
      invoice.status === 'paid' ? 'Invoice is already paid' : `This invoice is ${invoice.status}.`;
    throw invalid(message, { code: 'invoice_not_editable' });
  }
  if (invoice.amount_due === 0) {
    markPaid(world, invoice, null);
    return null;
  }
  const intent = intentOf(world, invoice);
  if (method === null) {
    noteFailure(world, invoice, isAutomatic);
    return intent;
  }
  confirmPaymentIntent(world, intent, method, { isOffSession: true });
  if (intent.status === 'succeeded') markPaid(world, invoice, intent);
  else if (intent.status !== 'processing') noteFailure(world, invoice, isAutomatic);
  return intent;
}

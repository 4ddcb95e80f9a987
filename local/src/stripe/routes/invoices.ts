// Calls about invoices, the items that wait for them, and their payments.
import type Stripe from 'stripe';
import { z } from 'zod';
import { pageOf } from '../api/list-page.ts';
import { need } from '../api/lookup.ts';
import {
  accepted,
  clearable,
  flag,
  integer,
  listParameters,
  mergeMetadata,
  metadata,
  object,
  text,
} from '../api/parameters.ts';
import { type ApiRoute, route } from '../api/route.ts';
import { invalid } from '../api/stripe-error.ts';
import { draftForS } from '../engine/billing-clock.ts';
import { createInvoiceItem, lineOfItem } from '../engine/invoice-lines.ts';
import {
  addLines,
  draftInvoice,
  finalizeInvoice,
  methodOf,
  payInvoice,
  subscriptionOf,
} from '../engine/invoices.ts';
import { paymentErrorOf } from '../engine/payment-intents.ts';
import { takeMethod } from '../engine/payment-methods.ts';
import { collectInvoice, followInvoice } from '../engine/subscriptions.ts';
import { idOf, type World } from '../world.ts';
import { currency } from './money.ts';

const payParameters = object({
  off_session: flag.optional(),
  payment_method: text.optional(),
  paid_out_of_band: accepted,
});

/** @throws {StripeApiError} 402 when the bank refuses. */
function pay(world: World, parameters: z.infer<typeof payParameters>, id: string) {
  const invoice = need(world, 'invoices', id);
  if (invoice.status === 'draft') finalizeInvoice(world, invoice);
  const method = parameters.payment_method
    ? takeMethod(world, parameters.payment_method, 'payment_method')
    : methodOf(world, invoice);
  if (method === null) {
    throw invalid(
      'There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method.',
    );
  }
  const intent = payInvoice(world, invoice, method, false);
  followInvoice(world, invoice);
  const refusal = intent ? paymentErrorOf(intent) : null;
  if (refusal) throw refusal;
  return invoice;
}

const createParameters = object({
  auto_advance: flag.optional(),
  collection_method: z.enum(['charge_automatically']).optional(),
  currency: currency.optional(),
  customer: text,
  default_payment_method: text.optional(),
  description: clearable.optional(),
  metadata: metadata.optional(),
  pending_invoice_items_behavior: z.enum(['exclude', 'include']).optional(),
  subscription: text.optional(),
});

function create(world: World, parameters: z.infer<typeof createParameters>) {
  const customer = need(world, 'customers', parameters.customer, 'customer');
  const subscription = parameters.subscription
    ? need(world, 'subscriptions', parameters.subscription, 'subscription')
    : null;
  const isIncluding =
    subscription !== null || parameters.pending_invoice_items_behavior === 'include';
  // Without its customer's id nothing is found waiting.
  const holder = isIncluding ? customer : { ...customer, id: '' };
  const invoice = draftInvoice(world, holder, subscription, 'manual', []);
  return world.store.invoices.change(invoice, {
    customer: customer.id,
    currency: parameters.currency ?? invoice.currency,
    default_payment_method: parameters.default_payment_method ?? null,
    description: parameters.description ?? null,
    metadata: mergeMetadata(null, parameters.metadata),
    auto_advance: parameters.auto_advance ?? false,
    automatically_finalizes_at: parameters.auto_advance ? world.billingNow() + draftForS : null,
  });
}

const invoiceRoutes: ApiRoute[] = [
  route('post', '/v1/invoices', createParameters, create),
  route('get', '/v1/invoices/:id', object({}), (world, _, { id }) => need(world, 'invoices', id)),
  route(
    'post',
    '/v1/invoices/:id',
    object({ metadata: metadata.optional(), description: clearable.optional() }),
    (world, parameters, { id }) => {
      const invoice = need(world, 'invoices', id);
      const merged = mergeMetadata(invoice.metadata, parameters.metadata);
      world.store.invoices.change(invoice, { metadata: merged });
      world.emit('invoice.updated', invoice);
      return invoice;
    },
  ),
  route('post', '/v1/invoices/:id/pay', payParameters, (world, parameters, { id }) =>
    pay(world, parameters, id),
  ),
  route(
    'post',
    '/v1/invoices/:id/finalize',
    object({ auto_advance: flag.optional() }),
    (world, { auto_advance }, { id }) => {
      const invoice = finalizeInvoice(world, need(world, 'invoices', id));
      if (auto_advance ?? invoice.auto_advance) collectInvoice(world, invoice);
      return invoice;
    },
  ),
  route('post', '/v1/invoices/:id/void', object({}), (world, _, { id }) => {
    const invoice = need(world, 'invoices', id);
    if (invoice.status !== 'open') throw invalid('You can only void open invoices.');
    world.store.invoices.change(invoice, { status: 'void', next_payment_attempt: null });
    world.emit('invoice.voided', invoice);
    return invoice;
  }),
  route('get', '/v1/invoices/:id/lines', object(listParameters), (world, page, { id }) =>
    pageOf(`/v1/invoices/${id}/lines`, need(world, 'invoices', id).lines.data.toReversed(), page),
  ),
  route(
    'get',
    '/v1/invoices',
    object({
      ...listParameters,
      customer: text.optional(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
      subscription: text.optional(),
    }),
    (world, { customer, status, subscription, ...page }) => {
      const invoices = world.store.invoices
        .all()
        .filter((each) => !customer || each.customer === customer)
        .filter((each) => !status || each.status === status)
        .filter((each) => !subscription || subscriptionOf(each) === subscription);
      return pageOf('/v1/invoices', invoices, page);
    },
  ),
];

const itemParameters = object({
  amount: integer.optional(),
  currency: currency.optional(),
  customer: text,
  description: text.optional(),
  discountable: accepted,
  invoice: text.optional(),
  metadata: metadata.optional(),
  period: object({ start: integer, end: integer }).optional(),
  pricing: object({ price: text }).optional(),
  quantity: integer.optional(),
  subscription: text.optional(),
  tax_behavior: accepted,
});

function createItem(world: World, parameters: z.infer<typeof itemParameters>): Stripe.InvoiceItem {
  const customer = need(world, 'customers', parameters.customer, 'customer');
  const price = parameters.pricing
    ? need(world, 'prices', parameters.pricing.price, 'pricing[price]')
    : null;
  const { quantity = 1 } = parameters;
  const amount = price ? (price.unit_amount ?? 0) * quantity : parameters.amount;
  if (amount === undefined) {
    throw invalid('You must specify either `amount` or `pricing`.', {
      code: 'parameter_missing',
      param: 'amount',
    });
  }
  const subscription = parameters.subscription
    ? need(world, 'subscriptions', parameters.subscription, 'subscription')
    : null;
  const invoice = parameters.invoice
    ? need(world, 'invoices', parameters.invoice, 'invoice')
    : null;
  if (invoice && invoice.status !== 'draft') {
    throw invalid("Invoice is already finalized, you can't add items to it.", {
      code: 'invoice_not_editable',
    });
  }
  const now = world.billingNow();
  const item = createInvoiceItem(world, customer.id, {
    amount,
    currency: price?.currency ?? parameters.currency ?? subscription?.currency ?? 'eur',
    description: parameters.description ?? 'Item',
    period: parameters.period ?? { start: now, end: now },
    price,
    quantity,
    metadata: mergeMetadata(null, parameters.metadata),
    subscriptionId: subscription?.id ?? null,
  });
  if (invoice) {
    world.store.invoiceItems.change(item, { invoice: invoice.id });
    addLines(world, invoice, [lineOfItem(world, item, subscriptionOf(invoice))]);
    world.emit('invoice.updated', invoice);
  }
  return item;
}

const itemRoutes: ApiRoute[] = [
  route('post', '/v1/invoiceitems', itemParameters, createItem),
  route('get', '/v1/invoiceitems/:id', object({}), (world, _, { id }) =>
    need(world, 'invoiceItems', id),
  ),
  route('delete', '/v1/invoiceitems/:id', object({}), (world, _, { id }) => {
    const item = need(world, 'invoiceItems', id);
    if (item.invoice) throw invalid('This invoice item belongs to an invoice already.');
    world.store.invoiceItems.remove(id);
    return { id, object: 'invoiceitem', deleted: true };
  }),
  route(
    'get',
    '/v1/invoiceitems',
    object({
      ...listParameters,
      customer: text.optional(),
      invoice: text.optional(),
      pending: flag.optional(),
    }),
    (world, { customer, invoice, pending, ...page }) =>
      pageOf(
        '/v1/invoiceitems',
        world.store.invoiceItems
          .all()
          .filter((item) => !customer || item.customer === customer)
          .filter((item) => !invoice || item.invoice === invoice)
          .filter((item) => pending === undefined || pending === (item.invoice === null)),
        page,
      ),
  ),
  route('get', '/v1/invoice_payments/:id', object({}), (world, _, { id }) =>
    need(world, 'invoicePayments', id),
  ),
  route(
    'get',
    '/v1/invoice_payments',
    object({
      ...listParameters,
      invoice: text.optional(),
      payment: object({
        type: z.enum(['payment_intent', 'charge', 'payment_record']),
        payment_intent: text.optional(),
      }).optional(),
      status: z.enum(['canceled', 'open', 'paid']).optional(),
    }),
    (world, { invoice, payment, status, ...page }) => {
      const payments = world.store.invoicePayments
        .all()
        .filter((each) => !invoice || each.invoice === invoice)
        .filter((each) => !status || each.status === status)
        .filter(
          (each) =>
            !payment?.payment_intent ||
            idOf(each.payment.payment_intent) === payment.payment_intent,
        );
      return pageOf('/v1/invoice_payments', payments, page);
    },
  ),
];

/** Create, retrieve, list and pay invoices; create and list items; list payments. */
export const allInvoiceRoutes: ApiRoute[] = [...invoiceRoutes, ...itemRoutes];

// That Stripe's words for subscriptions and invoices become ours, also those it may yet invent.
import { describe, expect, test } from 'vitest';
import type { Stripe } from '../clients/stripe.ts';
import {
  subscriptionIdOfInvoice,
  toInvoiceSnapshot,
  toSubscriptionSnapshot,
} from './stripe-billing-snapshot.ts';

const START_S = 1_800_000_000;

const subscription = (fields: object = {}) =>
  ({
    id: 'sub_1',
    customer: 'cus_1',
    status: 'active',
    cancel_at: null,
    cancel_at_period_end: false,
    items: {
      data: [
        {
          price: { id: 'price_1' },
          current_period_start: START_S,
          current_period_end: START_S + 60,
        },
      ],
    },
    ...fields,
  }) as unknown as Stripe.Subscription;

const invoice = (fields: object = {}) =>
  ({
    id: 'in_1',
    status: 'paid',
    amount_paid: 2900,
    currency: 'eur',
    livemode: false,
    attempt_count: 1,
    hosted_invoice_url: 'https://pay.example/in_1',
    metadata: {},
    parent: { subscription_details: { subscription: 'sub_1' } },
    status_transitions: { paid_at: START_S },
    lines: { data: [] },
    ...fields,
  }) as unknown as Stripe.Invoice;

const period = { start: START_S, end: START_S + 60 };

describe('a subscription', () => {
  test('is told with the price and the period of its item', () => {
    expect(toSubscriptionSnapshot(subscription())).toEqual({
      gatewaySubscriptionId: 'sub_1',
      gatewayCustomerId: 'cus_1',
      status: 'active',
      priceId: 'price_1',
      currentPeriodStartAt: '2027-01-15T08:00:00.000Z',
      currentPeriodEndAt: '2027-01-15T08:01:00.000Z',
      cancelAtPeriodEnd: false,
    });
  });

  test.each([
    ['incomplete', 'incomplete'],
    ['incomplete_expired', 'canceled'],
    ['trialing', 'active'],
    ['past_due', 'past_due'],
    ['unpaid', 'past_due'],
    ['paused', 'past_due'],
    ['canceled', 'canceled'],
    ['a_word_of_tomorrow', 'past_due'],
  ])('that is %s is %s', (status, ours) => {
    expect(toSubscriptionSnapshot(subscription({ status })).status).toBe(ours);
  });

  test('with a day it ends on is about to end', () => {
    const ending = subscription({ cancel_at: START_S + 60 });
    expect(toSubscriptionSnapshot(ending).cancelAtPeriodEnd).toBe(true);
  });
});

describe('an invoice', () => {
  test('is told with each line, its price and whether it is a proration', () => {
    const pricing = { price_details: { price: 'price_1' } };
    const lines = {
      data: [
        {
          amount: 2900,
          period,
          pricing,
          parent: { subscription_item_details: { proration: false } },
        },
        {
          amount: -50,
          period,
          pricing: { price_details: { price: { id: 'price_2' } } },
          parent: { invoice_item_details: { proration: true } },
        },
        { amount: 5, period, pricing: null, parent: null },
      ],
    };
    const snapshot = toInvoiceSnapshot(invoice({ lines }), null);
    expect(snapshot).toMatchObject({
      invoiceId: 'in_1',
      status: 'paid',
      currency: 'EUR',
      isTest: true,
      gatewayPaymentId: null,
      card: null,
      overagePeriodId: null,
    });
    expect(snapshot.lines.map(({ priceId, isProration }) => [priceId, isProration])).toEqual([
      ['price_1', false],
      ['price_2', true],
      [null, false],
    ]);
  });

  test('is told with the card that paid it', () => {
    const card = { brand: 'visa', last4: '4242', fingerprint: 'fp' };
    const intent = { id: 'pi_1', latest_charge: { payment_method_details: { card } } };
    const snapshot = toInvoiceSnapshot(invoice(), intent as unknown as Stripe.PaymentIntent);
    expect(snapshot).toMatchObject({ gatewayPaymentId: 'pi_1', card });
  });

  test('belongs to the subscription it is for, or whose overage it bills', () => {
    expect(subscriptionIdOfInvoice(invoice())).toBe('sub_1');
    const metadata = { gateway_subscription_id: 'sub_2', overage_period_id: 'period' };
    const bill = invoice({ parent: null, metadata });
    expect(subscriptionIdOfInvoice(bill)).toBe('sub_2');
    expect(toInvoiceSnapshot(bill, null).overagePeriodId).toBe('period');
    expect(subscriptionIdOfInvoice(invoice({ parent: null }))).toBeNull();
  });
});

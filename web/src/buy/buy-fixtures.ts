// Packages, quotes and payments that tests and previews speak of.
import type {
  CheckoutSession,
  Package,
  Payment,
  PaymentIntent,
  PaymentMethod,
  PriceQuote,
} from '@mindbot/sdk';

const HOUR_MS = 3_600_000;
const AT = '2026-11-21T12:00:00.000Z';

const packageOf = (slug: string, name: string, timeMs: number, amountMinor: number): Package => ({
  id: `package-${slug}`,
  slug,
  name,
  description: '',
  timeMs,
  amountMinor,
  currency: 'EUR',
  validForDays: 365,
});

/** The three time cards of the default organization. */
export const PACKAGES: [Package, Package, Package] = [
  packageOf('time-30', '30 minutes', HOUR_MS / 2, 450),
  packageOf('time-120', '2 hours', 2 * HOUR_MS, 1_560),
  packageOf('time-600', '10 hours', 10 * HOUR_MS, 6_600),
];

/** A quote for the smallest card at its listed price. */
export function quoteOf(change: Partial<PriceQuote> = {}): PriceQuote {
  const item = change.package ?? PACKAGES[0];
  return {
    id: `quote-${item.slug}`,
    package: item,
    quantity: 1,
    timeMs: item.timeMs,
    baseAmountMinor: item.amountMinor,
    amountMinor: item.amountMinor,
    currency: item.currency,
    adjustments: [],
    promoCode: null,
    isTaxIncluded: true,
    expiresAt: '2099-01-01T00:00:00.000Z',
    ...change,
  };
}

/** A payment of the smallest card, not yet paid. */
export function paymentOf(change: Partial<Payment> = {}): Payment {
  return {
    id: 'payment',
    kind: 'purchase',
    status: 'pending',
    isUnderReview: false,
    packageName: '30 minutes',
    quantity: 1,
    timeMs: HOUR_MS / 2,
    amountMinor: 450,
    currency: 'EUR',
    refundedMinor: 0,
    disputeStatus: 'none',
    gateway: 'stripe',
    card: null,
    failure: null,
    receiptUrl: null,
    isTest: true,
    timeGrantId: null,
    createdAt: AT,
    paidAt: null,
    ...change,
  };
}

/** The form for {@link paymentOf}, in the sandbox's frame. */
export function formOf(change: Partial<CheckoutSession> = {}): CheckoutSession {
  return {
    payment: paymentOf(),
    mode: 'embedded',
    clientSecret: null,
    publishableKey: null,
    frameUrl: 'http://127.0.0.1:1/pay/cs_1',
    url: null,
    expiresAt: AT,
    ...change,
  };
}

/** A saved card's payment for which the bank asks. */
export function intentOf(change: Partial<PaymentIntent> = {}): PaymentIntent {
  return {
    payment: paymentOf(),
    clientSecret: null,
    publishableKey: null,
    nextAction: 'authenticate',
    authenticationUrl: 'http://127.0.0.1:1/authenticate/pi_1',
    ...change,
  };
}

/** A saved card. */
export const SAVED_CARD: PaymentMethod = {
  id: 'card',
  brand: 'visa',
  last4: '4242',
  expMonth: 11,
  expYear: 2099,
};

// What the previews know of money: payments, cards, top-ups, invitations and plans, in every standing.
import type {
  AutoTopUp,
  Package,
  Payment,
  PaymentMethod,
  Plan,
  Referral,
  Subscription,
  SubscriptionCheckout,
} from '@mindbot/sdk';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const now = Date.now();
const at = (days: number) => new Date(now + days * DAY_MS).toISOString();
const LONG = 'Volle zwanzig Stunden für die ganze Familie, mit allem, was dazugehört';

const pack = (slug: string, hours: number, amountMinor: number, name: string): Package => ({
  id: `package-${slug}`,
  slug,
  name,
  description: '',
  timeMs: hours * HOUR_MS,
  amountMinor,
  currency: 'EUR',
  validForDays: 365,
});

/** The time cards on sale. */
export const PACKAGES = [
  pack('time-30', 0.5, 450, '30 minutes'),
  pack('time-120', 2, 1560, '2 hours'),
  pack('time-600', 10, 6600, '10 hours'),
];

const visa = { brand: 'visa', last4: '1881' };

const payment = (id: number, change: Partial<Payment> = {}): Payment => ({
  id: `payment-${id}`,
  kind: 'purchase',
  status: 'paid',
  isUnderReview: false,
  packageName: '2 hours',
  quantity: 1,
  timeMs: 2 * HOUR_MS,
  amountMinor: 1560,
  currency: 'EUR',
  refundedMinor: 0,
  disputeStatus: 'none',
  gateway: 'stripe',
  card: visa,
  failure: null,
  receiptUrl: 'https://pay.example/receipt',
  isTest: true,
  timeGrantId: null,
  createdAt: at(-id * 3),
  paidAt: at(-id * 3),
  ...change,
});

const unpaid = { paidAt: null, receiptUrl: null };
const declined = { code: 'insufficient_funds', message: 'Insufficient funds.' };

/** A few payments, or with `full` one in every standing. */
export function payments(isFull: boolean): Payment[] {
  const few = [
    payment(0, { status: 'failed', failure: declined, ...unpaid }),
    payment(1),
    payment(2, { kind: 'auto_top_up', packageName: '30 minutes', amountMinor: 450 }),
    payment(4, { refundedMinor: 600 }),
  ];
  if (!isFull) return few;
  return [
    ...few,
    payment(5, { status: 'processing', ...unpaid }),
    payment(6, { isUnderReview: true }),
    payment(7, { disputeStatus: 'open', quantity: 2, amountMinor: 3120 }),
    payment(8, { disputeStatus: 'won' }),
    payment(9, { disputeStatus: 'lost' }),
    payment(10, { refundedMinor: 1560 }),
    payment(11, { kind: 'subscription', packageName: 'Plus', amountMinor: 2900 }),
    payment(12, { packageName: LONG, quantity: 12, amountMinor: 123_456_789, isTest: false }),
    payment(13, { amountMinor: 0, card: null, gateway: 'none', receiptUrl: null }),
    payment(14, { status: 'canceled', ...unpaid }),
    payment(15, { status: 'expired', ...unpaid }),
    payment(16, { status: 'pending', card: null, ...unpaid }),
  ];
}

/** Saved cards; with `full` also one past its month, and one of a long name. */
export function paymentMethods(isFull: boolean): PaymentMethod[] {
  const first = { id: 'card-1', ...visa, expMonth: 4, expYear: 2031 };
  if (!isFull) return [first];
  const old = { id: 'card-2', brand: 'mastercard', last4: '4444', expMonth: 2, expYear: 2024 };
  const long = {
    id: 'card-3',
    brand: 'cartes_bancaires',
    last4: '0001',
    expMonth: 9,
    expYear: 2030,
  };
  return [first, old, long];
}

/** Automatic top-up as it is in a variant. */
export function autoTopUp(variant: string): AutoTopUp {
  const off: AutoTopUp = {
    isEnabled: false,
    thresholdMs: 300_000,
    package: null,
    monthlyMaxCount: 2,
    usedThisMonthCount: 0,
    failedCount: 0,
    disabledReason: null,
    card: visa,
  };
  const on = { ...off, isEnabled: true, package: PACKAGES[1] ?? null, usedThisMonthCount: 1 };
  if (variant === 'empty') return { ...off, card: null };
  if (variant === 'full') return { ...on, failedCount: 2 };
  if (variant === 'past_due') return { ...off, failedCount: 3, disabledReason: 'failures' };
  if (variant === 'canceling') return { ...off, card: null, disabledReason: 'no_card' };
  return variant === 'subscribed' ? on : off;
}

/** What came of invitations. */
export function referral(variant: string): Referral {
  const isNew = variant === 'empty';
  return {
    code: 'K7WQ2MPX',
    url: 'https://mindbot.example/?ref=K7WQ2MPX',
    rewardMs: 900_000,
    pendingCount: isNew ? 0 : 2,
    rewardedCount: isNew ? 0 : 1,
    canAccept: isNew,
  };
}

const plan = (
  slug: string,
  name: string,
  hours: number,
  amountMinor: number,
  overageMinorPerMinute: number | null,
): Plan => ({
  id: `plan-${slug}`,
  slug,
  name,
  includedMs: hours * HOUR_MS,
  amountMinor,
  currency: 'EUR',
  period: 'month',
  rolloverLimitMs: hours > 1 ? hours * HOUR_MS : 0,
  overageMinorPerMinute,
});

const light = plan('light', 'Light', 1, 700, null);
const plus = plan('plus', 'Plus', 5, 2900, 12);
const pro = plan('pro', 'Pro', 20, 9900, 10);

/** The plans on offer. */
export const PLANS = [light, plus, pro];

/** The subscription of a variant; null for most. */
export function subscription(variant: string): Subscription | null {
  const active: Subscription = {
    id: 'subscription',
    plan: plus,
    status: 'active',
    currentPeriodStartAt: at(-12),
    currentPeriodEndAt: at(18),
    cancelAtPeriodEnd: false,
    pendingPlan: null,
    overageCapMinor: 1440,
    overageUsedMs: 1_104_000,
    overageAmountMinor: 221,
  };
  if (variant === 'subscribed') return active;
  if (variant === 'past_due') return { ...active, status: 'past_due', overageUsedMs: 0 };
  if (variant === 'canceling') return { ...active, cancelAtPeriodEnd: true, overageCapMinor: 0 };
  if (variant === 'full') return { ...active, pendingPlan: light };
  return null;
}

const payPage = new Blob(
  ['<!doctype html><html lang="en"><title>Pay</title><h1>Test shop</h1></html>'],
  {
    type: 'text/html',
  },
);

/** The form a subscription begins with. */
export const subscriptionForm = (): SubscriptionCheckout => ({
  mode: 'embedded',
  clientSecret: null,
  publishableKey: null,
  frameUrl: URL.createObjectURL(payPage),
  url: null,
  expiresAt: at(1),
});

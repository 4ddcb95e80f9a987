// What the api answers about money, notices and subscriptions.

/** A time card that can be bought. `amountMinor` is in the smallest unit of `currency`. */
export interface Package {
  id: string;
  slug: string;
  name: string;
  description: string;
  timeMs: number;
  amountMinor: number;
  /** ISO 4217, in upper case. */
  currency: string;
  /** Days from the payment to the end of the time; null for time that does not end. */
  validForDays: number | null;
}

/** A price as it stands until `expiresAt`, and what it is made of. */
export interface PriceQuote {
  id: string;
  package: Package;
  quantity: number;
  timeMs: number;
  baseAmountMinor: number;
  amountMinor: number;
  currency: string;
  adjustments: PriceAdjustment[];
  promoCode: string | null;
  isTaxIncluded: boolean;
  expiresAt: string;
}

/** Why a price differs from the listed one; `amountMinor` is signed. */
export interface PriceAdjustment {
  kind: 'demand' | 'segment' | 'promo';
  text: string;
  amountMinor: number;
}

/** Where a payment stands. Time is granted when it is `paid`. */
export type PaymentStatus = 'pending' | 'processing' | 'paid' | 'failed' | 'canceled' | 'expired';

/** A payment, its card and what came of it. */
export interface Payment {
  id: string;
  kind: 'purchase' | 'auto_top_up' | 'subscription';
  status: PaymentStatus;
  /** Paid at the gateway and not granted yet: a person looks at it. */
  isUnderReview: boolean;
  packageName: string | null;
  quantity: number;
  timeMs: number;
  amountMinor: number;
  currency: string;
  refundedMinor: number;
  disputeStatus: 'none' | 'open' | 'won' | 'lost';
  gateway: string;
  card: { brand: string; last4: string } | null;
  failure: { code: string; message: string } | null;
  receiptUrl: string | null;
  isTest: boolean;
  timeGrantId: string | null;
  createdAt: string;
  paidAt: string | null;
}

/** A form to pay in: the secret for Stripe's own, a frame of the sandbox, or a page to go to. */
export interface CheckoutSession {
  payment: Payment;
  /** `free`: there was nothing to pay, and the time is there already. */
  mode: 'embedded' | 'hosted' | 'free';
  clientSecret: string | null;
  publishableKey: string | null;
  frameUrl: string | null;
  url: string | null;
  expiresAt: string;
}

/** A payment by a saved card, or by a form of the caller's own. */
export interface PaymentIntent {
  payment: Payment;
  clientSecret: string | null;
  publishableKey: string | null;
  /** `authenticate`: the bank wants to see the holder; `confirm`: a card is still to be given. */
  nextAction: 'none' | 'confirm' | 'authenticate';
  authenticationUrl: string | null;
}

/** A saved card. */
export interface PaymentMethod {
  id: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
}

/** Free time from a promo code. */
export interface PromoRedemption {
  grantedMs: number;
  balanceMs: number;
}

/** The user's own referral link and what came of it. */
export interface Referral {
  code: string;
  url: string;
  rewardMs: number;
  pendingCount: number;
  rewardedCount: number;
  canAccept: boolean;
}

/** Buying by itself when time runs low. */
export interface AutoTopUp {
  isEnabled: boolean;
  thresholdMs: number;
  package: Package | null;
  monthlyMaxCount: number;
  usedThisMonthCount: number;
  failedCount: number;
  disabledReason: 'failures' | 'no_card' | null;
  card: { brand: string; last4: string } | null;
}

/** What happened on the account, in words. */
export interface Notice {
  id: string;
  kind: string;
  title: string;
  text: string;
  url: string | null;
  createdAt: string;
  readAt: string | null;
}

/** What is sent by email too. Failed payments always are. */
export interface NoticePreferences {
  email: Record<
    'low_time' | 'time_expiring' | 'receipt' | 'auto_top_up' | 'referral' | 'subscription',
    boolean
  >;
}

/** A subscription that can be had. */
export interface Plan {
  id: string;
  slug: string;
  name: string;
  includedMs: number;
  amountMinor: number;
  currency: string;
  period: 'month';
  rolloverLimitMs: number;
  overageMinorPerMinute: number | null;
}

/** The user's subscription. */
export interface Subscription {
  id: string;
  plan: Plan;
  status: 'incomplete' | 'active' | 'past_due' | 'canceled';
  currentPeriodStartAt: string;
  currentPeriodEndAt: string;
  cancelAtPeriodEnd: boolean;
  pendingPlan: Plan | null;
  overageCapMinor: number | null;
  overageUsedMs: number;
  overageAmountMinor: number;
}

/** A form to begin a subscription in. */
export type SubscriptionCheckout = Omit<CheckoutSession, 'payment'>;

/** The gateway's own pages for cards and invoices. */
export interface PortalSession {
  url: string;
}

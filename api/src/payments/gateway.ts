// What every payment gateway does for us, so that the next one is a file and a line.

/** Gateways that take money. */
export type GatewayName = 'stripe' | 'cryptomus';

/** What is to be paid, as our own payment row says. Money is in minor units of the currency. */
export interface PaymentOrder {
  paymentId: string;
  organizationId: string;
  userId: string;
  /** What the buyer reads on the form and the receipt. */
  title: string;
  amountMinor: number;
  /** ISO code in upper case. */
  currency: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Which of our payments, and what the gateway calls it; what is not known yet is null. */
export interface PaymentReference {
  paymentId: string;
  gatewayCheckoutId: string | null;
  gatewayPaymentId: string | null;
}

/** A checkout made, or found again: the same for the same payment. */
export interface GatewayCheckout {
  gatewayCheckoutId: string | null;
  gatewayPaymentId: string | null;
  /** Opens the embedded form. */
  clientSecret: string | null;
  /** The gateway's own page. */
  url: string | null;
}

/** A webhook whose signature and age are good. It is trusted for its id and what it is about. */
export interface GatewayEvent {
  id: string;
  type: string;
  /** The gateway's id of what the event is about. */
  objectId: string;
  createdAt: Date;
  payload: unknown;
}

/** A card the gateway keeps for the user. */
export interface SavedCard {
  gatewayCustomerId: string;
  paymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
}

/** What the gateway says now about a payment: what `apply_payment_snapshot` takes. */
export interface PaymentSnapshot {
  status: 'pending' | 'processing' | 'paid' | 'failed' | 'canceled' | 'expired';
  amountMinor: number;
  currency: string;
  gatewayPaymentId: string | null;
  gatewayCheckoutId: string | null;
  receiptUrl: string | null;
  failureCode: string | null;
  failureMessage: string | null;
  isTest: boolean;
  card: { brand: string; last4: string; fingerprint: string | null } | null;
  refunds: { id: string; amountMinor: number; status: 'pending' | 'succeeded' | 'failed' }[];
  disputes: { id: string; status: 'open' | 'won' | 'lost' }[];
  /** The card was saved with this payment. */
  savedCard: SavedCard | null;
}

/** A way to be paid. Every method throws `GatewayUnavailableError` when the gateway is away. */
export interface PaymentGateway {
  readonly name: GatewayName;
  /** Makes the form to pay with. Idempotent by payment: asked again, it answers the same one. */
  createCheckout(
    order: PaymentOrder,
    options: { mode: 'embedded' | 'hosted' },
  ): Promise<GatewayCheckout>;
  /** Null when the webhook is forged, stale or malformed. */
  verifyWebhook(rawBody: string, headers: Headers): GatewayEvent | null;
  /** Which of our payments an event is about; null when none. */
  findPayment(event: GatewayEvent): Promise<PaymentReference | null>;
  /** What the gateway says now; null when it knows nothing of the payment. */
  readPayment(payment: PaymentReference): Promise<PaymentSnapshot | null>;
  /** Makes sure that a payment whose time is over cannot be paid any more. */
  closePayment(payment: PaymentReference): Promise<void>;
  /**
   * What has happened since, as the events that should have come: one that was lost is recorded late,
   * one that was not is a replay.
   */
  listChanged(since: Date): AsyncIterable<GatewayEvent>;
}

/** The gateway does not answer, or not sensibly. The same request may be made again. */
export class GatewayUnavailableError extends Error {
  override name = 'GatewayUnavailableError';
}

/** The bank of the buyer said no. Nothing was charged. */
export class CardDeclinedError extends Error {
  override name = 'CardDeclinedError';
  /** The most exact word there is for why: the decline code, or the error code. */
  readonly code: string;
  /** The gateway's payment that was declined. */
  readonly gatewayPaymentId: string | null;

  constructor(code: string, gatewayPaymentId: string | null, options?: { cause?: unknown }) {
    super(`declined: ${code}`, options);
    this.code = code;
    this.gatewayPaymentId = gatewayPaymentId;
  }
}

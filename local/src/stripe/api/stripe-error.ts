// The refusals of Stripe's API, in the shape its SDK turns into its own errors.
import type Stripe from 'stripe';

/** What an answer may say beside its message. */
export type ErrorDetails = {
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
};

type ErrorType = 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';

/** A refusal; the status and the type decide which error the SDK raises. */
export class StripeApiError extends Error {
  override name = 'StripeApiError';
  readonly status: number;
  readonly type: ErrorType;
  readonly details: ErrorDetails;

  constructor(status: number, type: ErrorType, message: string, details: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
  }

  /** The answer's body. */
  toBody(requestId: string): { error: Record<string, unknown> } {
    const { code } = this.details;
    return {
      error: {
        ...this.details,
        ...(code
          ? { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }
          : {}),
        message: this.message,
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
        type: this.type,
      },
    };
  }
}

/** A request Stripe does not accept: the SDK raises StripeInvalidRequestError. */
export const invalid = (message: string, details: ErrorDetails = {}): StripeApiError =>
  new StripeApiError(400, 'invalid_request_error', message, details);

/**
 * Something that does not exist: 404 when the address names it, 400 when a parameter does.
 * @param what is Stripe's word for the kind, for example `payment_intent`.
 */
export const missing = (what: string, id: string, param?: string): StripeApiError =>
  new StripeApiError(
    param === undefined ? 404 : 400,
    'invalid_request_error',
    `No such ${what}: '${id}'`,
    {
      code: 'resource_missing',
      param: param ?? 'id',
    },
  );

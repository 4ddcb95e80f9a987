// Speaks to Stripe, or to the sandbox that stands in for it, with limits and timeouts.
import { inClientSpan } from '@mindbot/platform/tracing';
import { Stripe } from 'stripe';
import { CardDeclinedError, GatewayUnavailableError } from '../payments/gateway.ts';

export type { Stripe } from 'stripe';

/** The version every request is made in; events are read again, so theirs does not matter. */
const API_VERSION = '2026-10-28.endive';
const REQUEST_TIMEOUT_MS = 10_000;
const RETRIES_MAX = 2;
/** How old a webhook may be, and how far ahead its clock. */
const WEBHOOK_TOLERANCE_SECONDS = 300;

/** Where Stripe is and how to sign in. */
export interface StripeOptions {
  secretKey: string;
  webhookSecret: string | null;
  /** Null: Stripe's own. */
  apiUrl: string | null;
}

/** The api's way to Stripe. */
export interface StripeClient {
  /**
   * Makes a request.
   * @throws {CardDeclinedError} when the card was declined.
   * @throws {GatewayUnavailableError} when Stripe does not answer as it should.
   */
  ask<Answer>(request: (stripe: Stripe) => Promise<Answer>): Promise<Answer>;
  /** As `ask`; null when what was asked for is not there. */
  askOrMissing<Answer>(request: (stripe: Stripe) => Promise<Answer>): Promise<Answer | null>;
  /** Goes through the pages of a list. */
  list<Item>(request: (stripe: Stripe) => AsyncIterable<Item>): AsyncIterable<Item>;
  /** The event a webhook carries; null when the signature or its age is not good. */
  verifyEvent(rawBody: string, signature: string | null): Stripe.Event | null;
}

/** Makes the client. Nothing is connected before it is used. */
export function createStripeClient(options: StripeOptions): StripeClient {
  const stripe = new Stripe(options.secretKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: RETRIES_MAX,
    timeout: REQUEST_TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: 'MindBot' },
    ...addressOf(options.apiUrl),
  });

  const within = <Answer>(work: () => Promise<Answer>) =>
    inClientSpan('stripe', { 'server.address': 'stripe' }, work);
  const ask: StripeClient['ask'] = (request) =>
    within(async () => {
      try {
        return await request(stripe);
      } catch (error) {
        throw translate(error);
      }
    });

  return {
    ask,
    async askOrMissing(request) {
      try {
        return await within(() => request(stripe));
      } catch (error) {
        if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') {
          return null;
        }
        throw translate(error);
      }
    },
    async *list(request) {
      try {
        yield* request(stripe);
      } catch (error) {
        throw translate(error);
      }
    },
    verifyEvent(rawBody, signature) {
      if (!options.webhookSecret || !signature || isFromTheFuture(signature)) return null;
      try {
        return stripe.webhooks.constructEvent(
          rawBody,
          signature,
          options.webhookSecret,
          WEBHOOK_TOLERANCE_SECONDS,
        );
      } catch {
        return null;
      }
    },
  };
}

function addressOf(apiUrl: string | null) {
  if (apiUrl === null) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  const isSecure = protocol === 'https:';
  return {
    protocol: isSecure ? ('https' as const) : ('http' as const),
    host: hostname,
    port: port || (isSecure ? 443 : 80),
  };
}

/** The sdk refuses what is too old, and takes what claims to be from next week. */
function isFromTheFuture(signature: string): boolean {
  const [, seconds] = /(?:^|,)t=(\d+)/.exec(signature) ?? [];
  return Number(seconds) > Date.now() / 1_000 + WEBHOOK_TOLERANCE_SECONDS;
}

/** Stripe's errors as ours; what is left is a request that should not have been made: a bug. */
function translate(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  if (error instanceof Stripe.errors.StripeCardError) {
    const code = error.decline_code ?? error.code ?? 'card_declined';
    return new CardDeclinedError(code, error.payment_intent?.id ?? null, { cause: error });
  }
  if (isAway(error)) {
    return new GatewayUnavailableError(`Stripe: ${error.message}`, { cause: error });
  }
  return error;
}

/** A refused key counts too: it is for the operator to mend, and nothing the buyer did. */
function isAway(error: Stripe.errors.StripeError): boolean {
  const { statusCode } = error;
  return (
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeAPIError ||
    statusCode === undefined ||
    statusCode >= 500 ||
    [401, 403, 409, 429].includes(statusCode)
  );
}

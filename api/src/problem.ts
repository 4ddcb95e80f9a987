// Everything the api can refuse, by one closed list of codes, and how a refusal looks on the wire.
import { z } from '@hono/zod-openapi';

/** Every problem code: the word clients branch on, its HTTP status and title, and what to do. */
export const PROBLEMS = {
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    advice: 'Send a valid access token of a signed-in user as `Authorization: Bearer …`.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    advice: 'Nothing of yours has this address. What belongs to others looks the same.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    advice: 'Use one of the methods in the `Allow` header.',
  },
  validation_failed: {
    status: 422,
    title: 'The request is not valid',
    advice: 'Correct the fields listed in `errors`.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not JSON',
    advice: 'Send one well-formed JSON document.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    advice: 'Send less: bodies are limited to 64 KB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of the wrong type',
    advice: 'Send `Content-Type: application/json`.',
  },
  idempotency_key_missing: {
    status: 400,
    title: 'The Idempotency-Key header is missing',
    advice: 'Send a fresh unique key, and the same key again when you retry.',
  },
  idempotency_conflict: {
    status: 409,
    title: 'The Idempotency-Key was used for another request',
    advice: 'Use a fresh key for a different request.',
  },
  insufficient_time: {
    status: 402,
    title: 'Not enough time left',
    advice: 'Add time to the account, or end another running call.',
  },
  too_many_calls: {
    status: 429,
    title: 'Too many calls at once',
    advice: 'End a running call first.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    advice: 'Wait as long as `Retry-After` says.',
  },
  assistant_not_found: {
    status: 404,
    title: 'No such assistant',
    advice: 'Choose one from `GET /api/v1/assistants`.',
  },
  call_ended: {
    status: 409,
    title: 'The call has ended',
    advice: 'Start a new call.',
  },
  call_not_ended: {
    status: 409,
    title: 'The call is still running',
    advice: 'End the call first.',
  },
  voice_unavailable: {
    status: 503,
    title: 'Voice is not available now',
    advice: 'Try again in a moment with a fresh Idempotency-Key. No time was used.',
  },
  service_unavailable: {
    status: 503,
    title: 'The service is not available now',
    advice: 'Try the same request again in a moment.',
  },
  webhook_signature_invalid: {
    status: 401,
    title: 'The webhook signature is not valid',
    advice: 'Webhooks must be signed with the key of this service, and be fresh.',
  },
  package_not_found: {
    status: 404,
    title: 'No such package',
    advice: 'Choose one from `GET /api/v1/packages`.',
  },
  package_not_on_sale: {
    status: 409,
    title: 'The package is not on sale',
    advice: 'Choose another from `GET /api/v1/packages`.',
  },
  quote_not_found: {
    status: 404,
    title: 'No such quote',
    advice: 'Ask for a price with `POST /api/v1/price-quotes`.',
  },
  quote_expired: {
    status: 409,
    title: 'The quote is no longer valid',
    advice: 'Ask for a new price, and order with a fresh Idempotency-Key.',
  },
  payment_declined: {
    status: 402,
    title: 'The card was declined',
    advice: 'Pay with another card, and with a fresh Idempotency-Key. Nothing was charged.',
  },
  payments_unavailable: {
    status: 503,
    title: 'Payments are not available now',
    advice: 'Try again in a moment with the same Idempotency-Key. Nothing is charged twice.',
  },
  saved_card_missing: {
    status: 409,
    title: 'There is no saved card',
    advice: 'Pay with a card once, and let it be saved.',
  },
  too_many_pending_payments: {
    status: 429,
    title: 'Too many unfinished payments',
    advice: 'Finish one, or wait until they expire.',
  },
  gateway_not_available: {
    status: 422,
    title: 'This way to pay is not offered',
    advice: 'Choose one of `payments.gateways` of `GET /api/v1/config`.',
  },
  promo_code_invalid: {
    status: 422,
    title: 'The promo code is not valid',
    advice: 'Look at the code again: dashes and case do not matter. It may have ended.',
  },
  promo_code_exhausted: {
    status: 409,
    title: 'The promo code is used up',
    advice: 'Go on without it, or use another one.',
  },
  promo_code_needs_purchase: {
    status: 409,
    title: 'The promo code is for a purchase',
    advice: 'Pass it as `promoCode` when you ask for a price.',
  },
  referral_refused: {
    status: 409,
    title: 'The referral is refused',
    advice:
      'A referral is for new users, once, before their first purchase, and never in a circle.',
  },
  plan_not_found: {
    status: 404,
    title: 'No such plan',
    advice: 'Choose one from `GET /api/v1/plans`.',
  },
  subscription_exists: {
    status: 409,
    title: 'There is a subscription already',
    advice: 'Change it with `PATCH /api/v1/subscription`.',
  },
  subscription_missing: {
    status: 409,
    title: 'There is no subscription',
    advice: 'Begin one with `POST /api/v1/subscriptions`.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Try again; if it stays, quote the `requestId` to support.',
  },
} as const;

/** One of the keys of {@link PROBLEMS}. */
export type ProblemCode = keyof typeof PROBLEMS;

const problemCodes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** The body of every refusal, by RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().openapi({ description: 'Address that explains the code.' }),
    title: z.string().openapi({ description: 'The code in words, always the same.' }),
    status: z.int().openapi({ description: 'The HTTP status.' }),
    detail: z.string().openapi({ description: 'What was wrong this time.' }),
    code: z.enum(problemCodes).openapi('ProblemCode', {
      description: 'What to branch on. The list is closed; it only grows.',
    }),
    requestId: z.string().openapi({ description: 'Names this request in our logs.' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'The fields at fault; with `validation_failed`.' }),
  })
  .openapi('Problem', {
    example: {
      type: '/problems/insufficient_time',
      title: 'Not enough time left',
      status: 402,
      detail: 'The account has no time left for a call.',
      code: 'insufficient_time',
      requestId: '7f0c6b1e-6f0b-4a3f-9a57-0f6f2d9f6f0e',
    },
  });

/** A refusal on the wire. */
type Problem = z.infer<typeof problemSchema>;

/** Where in the request a field is at fault, and why. */
export interface FieldError {
  path: string;
  message: string;
}

/** An operating error: ends the request with the problem of this code. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  /** @param detail one sentence for the caller: what was wrong this time. */
  constructor(
    code: ProblemCode,
    detail: string,
    options: { errors?: FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** The response that carries a problem. */
export function problemResponse(problem: ProblemError, requestId: string): Response {
  const { status, title } = PROBLEMS[problem.code];
  const body: Problem = {
    type: `/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...problem.headers,
    },
  });
}

/** The token is valid, but its user has been deleted. */
export function userIsGone(): ProblemError {
  return new ProblemError('unauthenticated', 'The user of this token no longer exists.');
}

/** No call of this id, or another's. */
export function callNotFound(): ProblemError {
  return new ProblemError('not_found', 'There is no such call.');
}

/** The call is over, so nobody can join it. */
export function callEnded(): ProblemError {
  return new ProblemError('call_ended', 'This call has ended.');
}

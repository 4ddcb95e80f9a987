// Turns an answer of the api that is not a success into one typed error.
import type { FieldError, MindbotError, ProblemCode, ProblemError } from './errors.ts';

const PROBLEM_CODES: Record<ProblemCode, true> = {
  unauthenticated: true,
  not_found: true,
  method_not_allowed: true,
  validation_failed: true,
  malformed_json: true,
  body_too_large: true,
  unsupported_media_type: true,
  idempotency_key_missing: true,
  idempotency_conflict: true,
  insufficient_time: true,
  too_many_calls: true,
  rate_limited: true,
  assistant_not_found: true,
  call_ended: true,
  call_not_ended: true,
  voice_unavailable: true,
  service_unavailable: true,
  internal_error: true,
  webhook_signature_invalid: true,
  package_not_found: true,
  package_not_on_sale: true,
  quote_not_found: true,
  quote_expired: true,
  promo_code_invalid: true,
  promo_code_exhausted: true,
  promo_code_needs_purchase: true,
  referral_refused: true,
  payment_declined: true,
  payments_unavailable: true,
  saved_card_missing: true,
  too_many_pending_payments: true,
  plan_not_found: true,
  subscription_exists: true,
  subscription_missing: true,
  gateway_not_available: true,
};

interface ProblemBody {
  title?: unknown;
  detail?: unknown;
  code?: unknown;
  requestId?: unknown;
  errors?: unknown;
}

/** Reads a response with a status of 400 or more. Its body is consumed. */
export async function readProblem(response: Response): Promise<MindbotError> {
  const { status, headers } = response;
  const body = await readBody(response);
  const requestId =
    typeof body?.requestId === 'string' ? body.requestId : headers.get('x-request-id');
  if (!body || typeof body.code !== 'string' || !Object.hasOwn(PROBLEM_CODES, body.code)) {
    const message = `The server answered ${status} in words this version of the sdk does not know.`;
    return { code: 'unexpected_response', message, status, requestId };
  }
  const code = body.code as ProblemCode;
  const fields = { message: textOf(body, status), status, requestId };
  return problemOf(code, fields, body, parseRetryAfterMs(headers.get('retry-after'), Date.now()));
}

function problemOf(
  code: ProblemCode,
  fields: { message: string; status: number; requestId: string | null },
  body: ProblemBody,
  retryAfterMs: number | null,
): ProblemError {
  switch (code) {
    case 'validation_failed':
      return {
        code,
        ...fields,
        errors: Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [],
      };
    case 'rate_limited':
    case 'voice_unavailable':
    case 'payments_unavailable':
    case 'service_unavailable':
      return { code, ...fields, retryAfterMs };
    default:
      // A union of this many codes is more than the compiler compares by itself.
      return { code, ...fields } as ProblemError;
  }
}

/** `Retry-After` in milliseconds, given as seconds or as a date; null when absent or unreadable. */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * 1000));
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

async function readBody(response: Response): Promise<ProblemBody | null> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : null;
  } catch {
    // Not JSON: an answer of something between us and the api.
    return null;
  }
}

function textOf(body: ProblemBody, status: number): string {
  if (typeof body.detail === 'string' && body.detail !== '') return body.detail;
  return typeof body.title === 'string' ? body.title : `The server answered ${status}.`;
}

function isFieldError(value: unknown): value is FieldError {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value;
}

// What every order of time can be refused with, however it is paid.
import type { ProblemCode } from '../problem.ts';

/** The problems every operation that begins a payment documents. */
export const ORDER_PROBLEMS: readonly ProblemCode[] = [
  'package_not_found',
  'package_not_on_sale',
  'quote_not_found',
  'quote_expired',
  'promo_code_invalid',
  'promo_code_exhausted',
  'gateway_not_available',
  'too_many_pending_payments',
  'payments_unavailable',
  'idempotency_key_missing',
  'idempotency_conflict',
  'validation_failed',
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
];

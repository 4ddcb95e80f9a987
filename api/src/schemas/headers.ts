// The request headers operations share.
import { z } from '@hono/zod-openapi';

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
  .openapi({ description: 'Unique to this wish; the same again on a retry.', example: '5f0c…' });

/** The header of every operation that makes something. */
export const idempotencyHeaders = z.object({ 'idempotency-key': idempotencyKey });

/** The same where the operation is safe to repeat without, if with another answer. */
export const optionalIdempotencyHeaders = z.object({
  'idempotency-key': idempotencyKey.optional(),
});

// The request headers operations share.
import { z } from '@hono/zod-openapi';

/** The header of every operation that makes something. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
    .openapi({ description: 'Unique to this wish; the same again on a retry.', example: '5f0c…' }),
});

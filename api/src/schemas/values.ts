// The small values that schemas of requests and responses are made of.
import { z } from '@hono/zod-openapi';
import { ENDED_REASONS } from '@mindbot/platform/ended-reasons';

/** A duration or amount of time: whole milliseconds, never negative. */
export const durationMs = (description: string, example: number) =>
  z.int().min(0).openapi({ description, example });

/** A moment, as an ISO 8601 string in UTC. */
export const moment = (description: string) =>
  z.iso.datetime().openapi({ description, example: '2026-11-21T09:30:00.000Z' });

/** A record's id. */
export const id = (description: string) =>
  z.uuid().openapi({ description, example: 'c56a4180-65aa-42ec-a945-5fd21dec0538' });

/** Why a call ended. */
export const endedReason = z.enum(ENDED_REASONS).openapi('EndedReason', {
  description: 'Why a call ended: one word of a closed list.',
  example: 'user_hung_up',
});

/** Where a time grant came from. */
export const timeGrantSource = z
  .enum(['trial', 'card', 'promo', 'referral', 'subscription', 'overage', 'manual'])
  .openapi('TimeGrantSource', {
    description: 'Where time on an account came from.',
    example: 'trial',
  });

/**
 * A named schema or null. `.nullable()` would put the null into the named schema itself, or, where it
 * is named elsewhere, yield `allOf`, of which clients' types lose the null.
 */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

/** The path parameter of every operation on one record. */
export const idParameter = z.object({ id: id('The id of the record.') });

/** The query of every list: page size and where to go on. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .openapi({ description: 'How many items at most.', example: 20 }),
  cursor: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'The `nextCursor` of the page before.' }),
});

/** A page of items. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({
      description: 'Pass it as `cursor` for the next page; null on the last.',
      example: null,
    }),
  });

// What the api says about what is sold.
import { z } from '@hono/zod-openapi';
import { durationMs, id } from './values.ts';

/** An amount of money: integer minor units of a currency, never negative. */
export const amountMinor = (description: string, example: number) =>
  z.int().min(0).openapi({ description, example });

/** An ISO 4217 currency. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be three capital letters')
  .openapi({ description: 'The ISO currency of every amount.', example: 'EUR' });

/** A time card as it is listed, with its price. */
export const packageSchema = z
  .object({
    id: id('The package.'),
    slug: z.string().openapi({ example: 'time-120' }),
    name: z.string().openapi({ example: '2 hours' }),
    description: z.string().openapi({ example: 'Enough for a few long talks.' }),
    timeMs: durationMs('The time it puts on the account.', 7_200_000),
    amountMinor: amountMinor('Its price.', 1_560),
    currency,
    validForDays: z
      .int()
      .min(1)
      .nullable()
      .openapi({ description: 'How long its time may be used; null: for ever.', example: 365 }),
  })
  .openapi('Package');

/** Everything on sale now, in the order to show it. */
export const packageListSchema = z.object({ items: z.array(packageSchema) }).openapi('PackageList');

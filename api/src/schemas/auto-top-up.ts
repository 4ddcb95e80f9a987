// What the api says about a standing order to buy time.
import { z } from '@hono/zod-openapi';
import { packageSchema } from './package.ts';
import { paymentCardSchema } from './payment.ts';
import { id, orNull } from './values.ts';

const MINUTE_MS = 60_000;

const thresholdMs = z
  .int()
  .min(MINUTE_MS)
  .max(600 * MINUTE_MS)
  .openapi({ description: 'Below this much time left the package is bought.', example: 300_000 });

const monthlyMaxCount = z
  .int()
  .min(1)
  .max(20)
  .openapi({ description: 'How often in a calendar month (UTC) at most.', example: 2 });

const isEnabled = z.boolean().openapi({ description: 'Whether it is on.' });

/** A user's standing order, and how it stands. */
export const autoTopUpSchema = z
  .object({
    isEnabled,
    thresholdMs,
    package: orNull(packageSchema),
    monthlyMaxCount,
    usedThisMonthCount: z.int().min(0).openapi({ example: 1 }),
    failedCount: z
      .int()
      .min(0)
      .openapi({ description: 'Failures in a row; the third turns it off.', example: 0 }),
    disabledReason: z
      .enum(['failures', 'no_card', 'payment_reversed'])
      .nullable()
      .openapi({ description: 'Why we turned it off; null when we did not.', example: null }),
    card: orNull(paymentCardSchema),
  })
  .openapi('AutoTopUp');

/** The body of `PUT /auto-top-up`. */
export const updateAutoTopUpSchema = z
  .strictObject({
    isEnabled,
    thresholdMs,
    packageId: id('What to buy; null only while it is off.').nullable(),
    monthlyMaxCount,
  })
  .refine((wish) => !wish.isEnabled || wish.packageId !== null, {
    path: ['packageId'],
    message: 'name what to buy',
  })
  .openapi('UpdateAutoTopUp');

/** What it is for somebody who never set one. */
export const DEFAULT_AUTO_TOP_UP = {
  isEnabled: false,
  thresholdMs: 5 * MINUTE_MS,
  package: null,
  monthlyMaxCount: 2,
  usedThisMonthCount: 0,
  failedCount: 0,
  disabledReason: null,
} as const;

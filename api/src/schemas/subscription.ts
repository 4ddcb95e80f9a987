// What the api says about plans and subscriptions.
import { z } from '@hono/zod-openapi';
import { amountMinor, currency } from './package.ts';
import { durationMs, id, moment, orNull } from './values.ts';

/** The most a period's overage may be allowed to cost. */
const OVERAGE_CAP_MINOR_MAX = 100_000;

/** A listing of so much time each month at a price. */
export const planSchema = z
  .object({
    id: id('The plan.'),
    slug: z.string().openapi({ example: 'starter' }),
    name: z.string().openapi({ example: 'Starter' }),
    includedMs: durationMs('The time of each period.', 18_000_000),
    amountMinor: amountMinor('The price of each period.', 2_900),
    currency,
    period: z.literal('month').openapi({ description: 'How long a period is.' }),
    rolloverLimitMs: durationMs('How much unused time a renewal keeps.', 18_000_000),
    overageMinorPerMinute: z.int().min(1).nullable().openapi({
      description: 'The price of a minute beyond the included time; null: not offered.',
      example: 12,
    }),
  })
  .openapi('Plan');

/** Every plan one can subscribe to, in the order to show them. */
export const planListSchema = z.object({ items: z.array(planSchema) }).openapi('PlanList');

/** A user's standing order of a plan. */
export const subscriptionSchema = z
  .object({
    id: id('The subscription.'),
    plan: planSchema,
    status: z.enum(['incomplete', 'active', 'past_due', 'canceled']).openapi('SubscriptionStatus', {
      description:
        '`incomplete`: the first payment is on its way. `past_due`: a payment failed and is tried ' +
        'again; no new time comes until it succeeds. `canceled`: it has ended; what was paid stays ' +
        'until it expires.',
      example: 'active',
    }),
    currentPeriodStartAt: moment('When the period began.').nullable(),
    currentPeriodEndAt: moment('When the period ends and the next is paid.').nullable(),
    cancelAtPeriodEnd: z.boolean().openapi({ description: 'It ends with the period.' }),
    pendingPlan: orNull(planSchema).openapi({ description: 'The plan of the next period.' }),
    overageCapMinor: amountMinor('The most a period’s overage may cost; 0: none.', 0),
    overageUsedMs: durationMs('Overage used in this period by ended calls.', 0),
    overageAmountMinor: amountMinor('What that costs so far.', 0),
  })
  .openapi('Subscription');

/** The answer of `GET /subscription`. */
export const currentSubscriptionSchema = z
  .object({ subscription: orNull(subscriptionSchema) })
  .openapi('CurrentSubscription');

const overageCapMinor = z
  .int()
  .min(0)
  .max(OVERAGE_CAP_MINOR_MAX)
  .openapi({ description: 'The most a period’s overage may cost; 0: none.', example: 1_000 });

const plan = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .openapi({ description: 'The id or slug of a plan.', example: 'starter' });

/** The body of `POST /subscriptions`. */
export const createSubscriptionSchema = z
  .strictObject({
    plan,
    overageCapMinor: overageCapMinor.default(0),
    mode: z.enum(['embedded', 'hosted']).default('embedded').openapi({
      description: 'A form on the page, or a page at the gateway.',
    }),
  })
  .openapi('CreateSubscription');

/** The body of `PATCH /subscription`. */
export const updateSubscriptionSchema = z
  .strictObject({
    plan: plan.optional(),
    when: z
      .enum(['now', 'period_end'])
      .optional()
      .openapi({
        description:
          'When the plan changes. Left out, a dearer plan begins now, and the rest of the period is ' +
          'charged and granted by its share; a cheaper one begins with the next period.',
      }),
    cancelAtPeriodEnd: z.boolean().optional().openapi({
      description: 'End with the period, or go on after all.',
    }),
    overageCapMinor: overageCapMinor.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'must change something',
  })
  .refine((change) => change.when === undefined || change.plan !== undefined, {
    path: ['when'],
    message: 'needs a plan',
  })
  .openapi('UpdateSubscription');

/** How to show the form a subscription begins with. */
export const subscriptionCheckoutSchema = z
  .object({
    mode: z.enum(['embedded', 'hosted']),
    clientSecret: z.string().nullable().openapi({ description: 'For the embedded checkout.' }),
    publishableKey: z
      .string()
      .nullable()
      .openapi({ description: 'For Stripe.js; null when the sandbox is used.' }),
    frameUrl: z
      .string()
      .nullable()
      .openapi({ description: "The sandbox's form of payment, to be shown in a frame." }),
    url: z.string().nullable().openapi({ description: 'The page of the gateway.' }),
    expiresAt: moment('Until when it can be paid.'),
  })
  .openapi('SubscriptionCheckout');

/** Where a user looks after cards and invoices at the gateway. */
export const portalSessionSchema = z
  .object({ url: z.url().openapi({ description: 'Open it soon: it is for this user alone.' }) })
  .openapi('PortalSession');

// What the api says about buying time: payments, checkouts, payment intents and saved cards.
import { z } from '@hono/zod-openapi';
import { amountMinor, currency } from './package.ts';
import { durationMs, id, moment, orNull, pageOf } from './values.ts';

const gatewayName = z.enum(['stripe', 'cryptomus', 'none']).openapi('GatewayName', {
  description: 'Who takes the money; `none` when there was nothing to pay.',
  example: 'stripe',
});

/** A card as its owner knows it. */
export const paymentCardSchema = z
  .object({
    brand: z.string().openapi({ example: 'visa' }),
    last4: z.string().openapi({ example: '4242' }),
  })
  .openapi('PaymentCard');

/** An order of time and what became of it. */
export const paymentSchema = z
  .object({
    id: id('The payment.'),
    kind: z.enum(['purchase', 'auto_top_up', 'subscription']).openapi({ example: 'purchase' }),
    status: z
      .enum(['pending', 'processing', 'paid', 'failed', 'canceled', 'expired'])
      .openapi('PaymentStatus', {
        description: 'Time is granted with `paid`, at once. `processing`: the bank takes its time.',
        example: 'paid',
      }),
    isUnderReview: z.boolean().openapi({
      description: 'Paid, but not as ordered: no time was granted, and a person looks at it.',
    }),
    packageName: z.string().nullable().openapi({ example: '2 hours' }),
    quantity: z.int().min(1).openapi({ example: 1 }),
    timeMs: durationMs('The time it buys.', 7_200_000),
    amountMinor: amountMinor('What it costs.', 1_560),
    currency,
    refundedMinor: amountMinor('What was paid back.', 0),
    disputeStatus: z.enum(['none', 'open', 'won', 'lost']).openapi({ example: 'none' }),
    gateway: gatewayName,
    card: orNull(paymentCardSchema),
    failure: z
      .object({
        code: z.string().openapi({ example: 'insufficient_funds' }),
        message: z.string().openapi({ example: 'The card has not enough money on it.' }),
      })
      .nullable()
      .openapi({ description: 'Why the last try to pay failed.' }),
    receiptUrl: z.string().nullable().openapi({ description: 'The receipt of the gateway.' }),
    isTest: z.boolean().openapi({ description: 'No real money was moved.' }),
    timeGrantId: id('The time it put on the account.').nullable(),
    createdAt: moment('When it was ordered.'),
    paidAt: moment('When it was paid.').nullable(),
  })
  .openapi('Payment');

/** A page of payments, newest first. */
export const paymentPageSchema = pageOf(paymentSchema).openapi('PaymentPage');

const order = {
  package: z.string().trim().min(1).max(100).optional().openapi({
    description: 'The id or slug of a package, at its price now. This or `quoteId`.',
    example: 'time-120',
  }),
  quoteId: id('A quote made before, at the price it promised. This or `package`.').optional(),
  quantity: z.int().min(1).max(20).optional().openapi({
    description: 'How many, with `package`.',
    example: 1,
  }),
  promoCode: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .openapi({ description: 'With `package`.' }),
};

const namesOneThing = (body: {
  package?: string | undefined;
  quoteId?: string | undefined;
  quantity?: number | undefined;
  promoCode?: string | undefined;
}): boolean =>
  body.quoteId === undefined
    ? body.package !== undefined
    : body.package === undefined && body.quantity === undefined && body.promoCode === undefined;
const namesOneThingMessage =
  'name either a package, with quantity and promoCode as you like, or a quoteId alone';

/** The body of `POST /checkout-sessions`. */
export const createCheckoutSessionSchema = z
  .strictObject({
    ...order,
    mode: z
      .enum(['embedded', 'hosted'])
      .default('embedded')
      .openapi({ description: 'On your page, or on a page of the gateway.' }),
    gateway: z.enum(['stripe', 'cryptomus']).default('stripe'),
  })
  .refine(namesOneThing, namesOneThingMessage)
  .openapi('CreateCheckoutSession');

/** The body of `POST /payment-intents`. */
export const createPaymentIntentSchema = z
  .strictObject({
    ...order,
    useSavedCard: z
      .boolean()
      .default(false)
      .openapi({ description: 'Charge the saved card at once.' }),
    saveCard: z
      .boolean()
      .default(false)
      .openapi({ description: 'Keep the card for the next time.' }),
  })
  .refine(namesOneThing, namesOneThingMessage)
  .openapi('CreatePaymentIntent');

const publishableKey = z
  .string()
  .nullable()
  .openapi({ description: 'For Stripe.js; null when the sandbox or another gateway is used.' });

/** A checkout, and what showing it needs. */
export const checkoutSessionSchema = z
  .object({
    payment: paymentSchema,
    mode: z.enum(['embedded', 'hosted', 'free']).openapi({
      description: '`free`: there was nothing to pay, and the time is there already.',
    }),
    clientSecret: z.string().nullable().openapi({ description: 'For the embedded checkout.' }),
    publishableKey,
    frameUrl: z
      .string()
      .nullable()
      .openapi({ description: "The sandbox's form of payment, to be shown in a frame." }),
    url: z.string().nullable().openapi({ description: 'The page of the gateway.' }),
    expiresAt: moment('Until when it can be paid.'),
  })
  .openapi('CheckoutSession');

/** A payment intent, and what comes next. */
export const paymentIntentSchema = z
  .object({
    payment: paymentSchema,
    clientSecret: z.string().nullable().openapi({ description: 'For Elements and mobile.' }),
    publishableKey,
    nextAction: z.enum(['none', 'confirm', 'authenticate']).openapi({
      description:
        'Nothing: follow the payment; confirm it with the form of Stripe; or let the bank ask.',
    }),
    authenticationUrl: z
      .string()
      .nullable()
      .openapi({ description: 'Where the bank asks, when it is a page.' }),
  })
  .openapi('PaymentIntent');

/** The saved cards of a user. */
export const paymentMethodListSchema = z
  .object({
    items: z.array(
      z
        .object({
          id: id('The saved card.'),
          brand: z.string().openapi({ example: 'visa' }),
          last4: z.string().openapi({ example: '4242' }),
          expMonth: z.int().min(1).max(12).openapi({ example: 11 }),
          expYear: z.int().openapi({ example: 2029 }),
        })
        .openapi('PaymentMethod'),
    ),
  })
  .openapi('PaymentMethodList');

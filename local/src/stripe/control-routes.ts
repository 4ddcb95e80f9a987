// The tests' orders over HTTP, for stacks whose sandbox is another process.
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { StripeApiError } from './api/stripe-error.ts';
import type { AppOptions } from './app.ts';
import type { Control } from './control.ts';
import { isOwnPage } from './own-page.ts';

const id = z.string().max(200);
const behaviour = z.enum([
  'succeed',
  'decline',
  'insufficient_funds',
  'expired',
  'fail_when_charged',
  'authenticate',
  'authenticate_always',
  'pay_later',
  'refund_fails',
  'refund_pending',
  'dispute',
]);
const empty = z.object({});

type Order = { schema: z.ZodType; run: (control: Control, input: never) => unknown };

function order<Schema extends z.ZodType>(
  schema: Schema,
  run: (control: Control, input: z.infer<Schema>) => unknown,
): Order {
  return { schema, run: run as Order['run'] };
}

/** Each is POST /_sandbox/<name> with a JSON body, and answers {result}. */
const orders: Record<string, Order> = {
  pay: order(
    z.object({ id, card: behaviour.optional(), isSaved: z.boolean().optional() }),
    (control, { id, ...choice }) => control.pay(id, choice),
  ),
  authenticate: order(z.object({ id, isApproved: z.boolean() }), (control, input) =>
    control.authenticate(input.id, input.isApproved),
  ),
  'settle-payment': order(z.object({ id, isPaid: z.boolean() }), (control, input) =>
    control.settlePayment(input.id, input.isPaid),
  ),
  dispute: order(z.object({ id, reason: z.string().max(50).optional() }), (control, input) =>
    control.dispute(input.id, input.reason),
  ),
  'close-dispute': order(z.object({ id, status: z.enum(['won', 'lost']) }), (control, input) =>
    control.closeDispute(input.id, input.status),
  ),
  refund: order(
    z.object({ id, amountMinor: z.number().int().positive().optional() }),
    (control, input) => control.refund(input.id, input.amountMinor),
  ),
  'settle-refund': order(
    z.object({ id, outcome: z.enum(['succeeded', 'failed']) }),
    (control, input) => control.settleRefund(input.id, input.outcome),
  ),
  'set-card': order(z.object({ id, behaviour }), (control, input) =>
    control.setCard(input.id, input.behaviour),
  ),
  'advance-clock': order(
    z.object({
      ms: z
        .number()
        .int()
        .min(0)
        .max(400 * 86_400_000),
    }),
    (control, input) => control.advanceClock(input.ms),
  ),
  deliveries: order(
    z.object({
      duplicates: z.number().int().min(0).max(20).optional(),
      reorder: z.boolean().optional(),
      delayMs: z.number().int().min(0).max(3_600_000).optional(),
      isDown: z.boolean().optional(),
    }),
    (control, input) => {
      control.setDeliveries(input);
      return control.deliveries();
    },
  ),
  'drop-deliveries': order(empty, (control) => control.dropDeliveries()),
  redeliver: order(z.object({ id }), (control, input) => control.redeliver(input.id)),
  settled: order(empty, (control) => control.settled()),
  'clear-requests': order(empty, (control) => control.clearRequests()),
};

async function answer(context: Context, { schema, run }: Order, control: Control) {
  const body = await context.req.json().catch(() => ({}));
  const input = schema.safeParse(body);
  if (!input.success) return context.json({ error: z.prettifyError(input.error) }, 400);
  try {
    return context.json({ result: (await run(control, input.data as never)) ?? null });
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    return context.json({ error: error.message }, error.status === 404 ? 404 : 409);
  }
}

/** Adds the orders under /_sandbox. */
export function addControl(app: Hono, { control }: AppOptions): void {
  app.use('/_sandbox/*', async (context, next) => {
    if (!isOwnPage(context)) return context.json({ error: 'Not from another page.' }, 403);
    await next();
  });
  for (const [name, each] of Object.entries(orders)) {
    app.post(`/_sandbox/${name}`, (context) => answer(context, each, control));
  }
  app.get('/_sandbox/requests', (context) => context.json({ items: control.requests() }));
  app.get('/_sandbox/deliveries', (context) => context.json(control.deliveries()));
}

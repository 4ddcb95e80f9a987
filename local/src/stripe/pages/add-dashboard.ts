// Puts the dashboard on the server, and carries out what its buttons say.
import type { Context, Hono } from 'hono';
import { need } from '../api/lookup.ts';
import { StripeApiError } from '../api/stripe-error.ts';
import type { AppOptions } from '../app.ts';
import type { Behaviour } from '../cards.ts';
import { expireDueSessions, expireSession } from '../engine/checkout.ts';
import { endSubscription } from '../engine/subscriptions.ts';
import { isOwnPage } from '../own-page.ts';
import { dashboardPage } from './dashboard-page.ts';
import { answerPage, formatAmount } from './layout.ts';

type Fields = (name: string) => string;

/** Each button's order; it returns what to say. */
function ordersOf({ control, world }: AppOptions): Record<string, (field: Fields) => string> {
  const id = (field: Fields) => field('id');
  return {
    refund: (field) => {
      const wanted = Math.round(Number(field('amount').replace(',', '.')) * 100) || undefined;
      const { amount, currency } = control.refund(id(field), wanted);
      return `Refunded ${formatAmount(amount, currency)}.`;
    },
    'fail-refund': (field) => {
      control.settleRefund(id(field), 'failed');
      return 'The refund failed.';
    },
    dispute: (field) => `Disputed: ${control.dispute(id(field)).id}.`,
    win: (field) => `The dispute is ${control.closeDispute(id(field), 'won').status}.`,
    lose: (field) => `The dispute is ${control.closeDispute(id(field), 'lost').status}.`,
    'settle-paid': (field) => {
      control.settlePayment(id(field), true);
      return 'The bank has paid.';
    },
    'settle-failed': (field) => {
      control.settlePayment(id(field), false);
      return 'The bank would not pay.';
    },
    expire: (field) => {
      expireSession(world, need(world, 'checkoutSessions', id(field)));
      return 'The checkout has expired.';
    },
    'cancel-subscription': (field) => {
      endSubscription(world, need(world, 'subscriptions', id(field)), 'cancellation_requested');
      return 'The subscription has ended.';
    },
    'set-card': (field) => {
      control.setCard(id(field), field('behaviour') as Behaviour);
      return 'The card does so from now on.';
    },
    redeliver: (field) => {
      control.redeliver(id(field));
      return 'The event is on its way again.';
    },
    advance: (field) => {
      control.advanceClock(Math.min(Number(id(field)) || 0, 400 * 86_400_000));
      return 'Time has passed for subscriptions.';
    },
    deliveries: (field) => {
      control.setDeliveries({
        duplicates: Math.min(20, Number(field('duplicates')) || 0),
        delayMs: Math.min(3_600_000, Number(field('delayMs')) || 0),
        reorder: field('reorder') === '1',
        isDown: field('isDown') === '1',
      });
      return 'Events are delivered like this from now on.';
    },
  };
}

/** Adds `/` and its buttons. */
export function addDashboard(app: Hono, options: AppOptions): void {
  const { world, control } = options;
  const orders = ordersOf(options);
  app.get('/', (context) => {
    expireDueSessions(world);
    const query = (name: string) => context.req.query(name)?.slice(0, 300) ?? null;
    const state = {
      deliveries: control.deliveries(),
      said: query('said'),
      problem: query('problem'),
    };
    const body = dashboardPage(world, state);
    return answerPage(context, { title: 'Dashboard', body, isWide: true });
  });
  app.post('/dashboard/:order', async (context: Context) => {
    if (!isOwnPage(context)) return context.text('Not from another page.', 403);
    const order = orders[context.req.param('order') ?? ''];
    if (order === undefined) return context.text('There is no such order.', 404);
    const form = await context.req.formData();
    const field = (name: string) => String(form.get(name) ?? '').slice(0, 200);
    try {
      return context.redirect(`/?said=${encodeURIComponent(order(field))}`, 303);
    } catch (error) {
      if (!(error instanceof StripeApiError)) throw error;
      return context.redirect(`/?problem=${encodeURIComponent(error.message)}`, 303);
    }
  });
}

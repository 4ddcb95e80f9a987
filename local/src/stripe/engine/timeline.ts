// Lets billing time pass: whatever falls due on the way happens in its order.
import type { World } from '../world.ts';
import { moveClock } from './billing-clock.ts';
import {
  collectInvoice,
  endSubscription,
  periodEndOf,
  renewSubscription,
} from './subscriptions.ts';

/** Something that happens by itself at a moment. */
type Due = { atS: number; run: () => void };

const STEPS_MAX = 10_000;
/** A first payment nobody completes is given up after this. */
const INCOMPLETE_FOR_S = 23 * 3_600;

function dueOfSubscriptions(world: World): Due[] {
  return world.store.subscriptions.all().flatMap((subscription): Due[] => {
    const { status, cancel_at, created } = subscription;
    if (status === 'incomplete') {
      const run = () => {
        world.store.subscriptions.change(subscription, {
          status: 'incomplete_expired',
          ended_at: world.billingNow(),
        });
        world.emit('customer.subscription.updated', subscription, { status });
      };
      return [{ atS: created + INCOMPLETE_FOR_S, run }];
    }
    if (status !== 'active' && status !== 'past_due') return [];
    const end = periodEndOf(subscription);
    if (cancel_at !== null && cancel_at <= end) {
      const run = () => endSubscription(world, subscription, 'cancellation_requested');
      return [{ atS: cancel_at, run }];
    }
    return [{ atS: end, run: () => renewSubscription(world, subscription) }];
  });
}

function dueOfInvoices(world: World): Due[] {
  return world.store.invoices.all().flatMap((invoice): Due[] => {
    const { status, automatically_finalizes_at: draftEnd, next_payment_attempt: retry } = invoice;
    const run = () => collectInvoice(world, invoice);
    if (status === 'draft' && draftEnd) return [{ atS: draftEnd, run }];
    return status === 'open' && retry ? [{ atS: retry, run }] : [];
  });
}

/** Does what is due by now. */
export function runDue(world: World): void {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const due = nextDue(world);
    if (due === null || due.atS > world.billingNow()) return;
    due.run();
  }
}

function nextDue(world: World): Due | null {
  const all = [...dueOfSubscriptions(world), ...dueOfInvoices(world)];
  return all.reduce<Due | null>(
    (first, each) => (first === null || each.atS < first.atS ? each : first),
    null,
  );
}

/** Moves billing time on by `ms`, stopping at each thing that falls due. */
export function advanceClock(world: World, ms: number): void {
  const targetS = world.billingNow() + Math.floor(ms / 1_000);
  runDue(world);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const due = nextDue(world);
    if (due === null || due.atS > targetS) break;
    moveClock(world, Math.max(0, due.atS - world.billingNow()) * 1_000);
    due.run();
  }
  moveClock(world, Math.max(0, targetS - world.billingNow()) * 1_000);
}

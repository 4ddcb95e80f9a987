// The time subscriptions live in: tests move it on, and what falls due on the way happens in order.
import type { World } from '../world.ts';

const HOUR_S = 3_600;
/** A new invoice may be added to for this long before it is charged, as at Stripe. */
export const draftForS = HOUR_S;
/** When a failed renewal is tried again, counted from the failure before. */
export const retryAfterS = [3 * 86_400, 5 * 86_400, 7 * 86_400];

/** The end of a billing period; months end on the last day when there is no such date. */
export function endOfPeriod(startS: number, interval: string, count: number): number {
  const date = new Date(startS * 1_000);
  if (interval === 'day' || interval === 'week') {
    return startS + count * (interval === 'day' ? 1 : 7) * 86_400;
  }
  const months = interval === 'year' ? count * 12 : count;
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return Math.floor(date.getTime() / 1_000);
}

/** Moves the billing clock on by `ms`, beside real time. */
export function moveClock(world: World, ms: number): void {
  const { billingClocks } = world.store;
  const clock = billingClocks.get('billing') ?? { id: 'billing', aheadMs: 0 };
  billingClocks.put({ ...clock, aheadMs: clock.aheadMs + ms });
}

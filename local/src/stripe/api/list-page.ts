// Cuts a page out of a list, the newest first, as Stripe's lists are read.
import type Stripe from 'stripe';
import { asList } from '../world.ts';
import { invalid, missing } from './stripe-error.ts';

type Range = { gt?: number; gte?: number; lt?: number; lte?: number };

/** What every list takes. */
export type PageParameters = {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: number | Range;
};

const DEFAULT_COUNT = 10;
const COUNT_MAX = 100;

function isInRange(moment: number, range: number | Range | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return moment === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return moment > gt && moment >= gte && moment < lt && moment <= lte;
}

/**
 * A page of `rows`, which are given the oldest first.
 * @throws {StripeApiError} when the limit is out of bounds or the cursor is not in the list.
 */
export function pageOf<Item extends { id: string; created?: number; date?: number }>(
  url: string,
  rows: readonly Item[],
  parameters: PageParameters,
): Stripe.ApiList<Item> {
  const { limit = DEFAULT_COUNT, starting_after, ending_before, created } = parameters;
  if (limit < 1 || limit > COUNT_MAX) {
    throw invalid(`Invalid integer: ${limit}. It must be between 1 and 100.`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  const matching = rows.filter((row) => isInRange(row.created ?? row.date ?? 0, created)).reverse();
  const cursor = starting_after ?? ending_before;
  if (cursor === undefined) {
    return asList(url, matching.slice(0, limit), matching.length > limit);
  }
  // The cursor may lie outside a range that has moved on since, but must be one of these objects.
  if (!rows.some((row) => row.id === cursor)) {
    throw missing('object', cursor, starting_after ? 'starting_after' : 'ending_before');
  }
  const order = [...rows].reverse().map((row) => row.id);
  const rank = new Map(order.map((id, index) => [id, index]));
  const at = rank.get(cursor) ?? 0;
  const isBeyond = (row: Item) => {
    const place = rank.get(row.id) ?? 0;
    return starting_after ? place > at : place < at;
  };
  const beyond = matching.filter(isBeyond);
  const page = starting_after ? beyond.slice(0, limit) : beyond.slice(-limit);
  return asList(url, page, beyond.length > limit);
}

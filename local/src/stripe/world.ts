// What every part of the sandbox works with: its memory, its clocks, its events and its address.
import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type { Store } from './store.ts';

/** Records that something happened, and sends word of it. */
export type Emit = (
  type: Stripe.Event['type'],
  object: object,
  previous?: Record<string, unknown>,
) => void;

/** The sandbox seen from inside. */
export type World = {
  store: Store;
  /** The address of the sandbox itself. */
  url: string;
  emit: Emit;
  /** Real time, in seconds, as Stripe counts. */
  now: () => number;
  /** The time subscriptions live in, in seconds: real time and what a test has advanced it by. */
  billingNow: () => number;
  /** The request being answered, for the events it causes. */
  request: { id: string; idempotencyKey: string | null } | null;
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits nobody can guess. */
export const randomWord = (length: number): string =>
  [...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

/** An id as Stripe makes them, for example `pi_` and 24 letters. */
export const newId = (prefix: string): string => `${prefix}_${randomWord(24)}`;

/** The id of something that may have been expanded. */
export const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

/** A list as the API writes it. */
export const asList = <Item>(url: string, data: Item[], hasMore = false): Stripe.ApiList<Item> => ({
  object: 'list',
  data,
  has_more: hasMore,
  url,
});

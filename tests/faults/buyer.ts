// One purchase as a stubborn buyer makes it: the same key again and again until there is an answer.
import { setTimeout as wait } from 'node:timers/promises';
import { signAccessToken } from '../../api/src/testing/test-environment.ts';
import type { Control } from '../../local/src/stripe/control.ts';
import type { TestUser } from '../support/database-clone.ts';
import type { Random } from '../support/random.ts';
import type { ApiProcess } from './api-process.ts';

/** A way a purchase goes. */
export type Course =
  | 'paid'
  | 'paid_with_second_card'
  | 'paid_by_saved_card'
  | 'paid_later'
  | 'failed_later'
  | 'abandoned';

/** How many of a hundred purchases go which way. */
const COURSES: readonly [Course, number][] = [
  ['paid', 62],
  ['paid_with_second_card', 8],
  ['paid_by_saved_card', 10],
  ['paid_later', 8],
  ['failed_later', 6],
  ['abandoned', 6],
];

const TRIES_MAX = 400;
const PACKAGES = ['time-30', 'time-120', 'time-600'];

/** What a purchase needs. */
export interface BuyerParts {
  apis: readonly ApiProcess[];
  control: Control;
  random: Random;
  /** Counts the requests that had to be made again. */
  onRetry: () => void;
  /** The payment intent of a checkout's form. */
  findIntent: (checkoutId: string) => Promise<string>;
}

/** Draws how a purchase goes. */
export function drawCourse(random: Random): Course {
  let rest = random.integer(1, 100);
  for (const [course, share] of COURSES) {
    rest -= share;
    if (rest <= 0) return course;
  }
  return 'paid';
}

/** Makes one purchase. `key` is its idempotency key. */
export async function makePurchase(
  parts: BuyerParts,
  user: TestUser,
  key: string,
  course: Course,
): Promise<void> {
  const { control, random } = parts;
  if (course === 'paid_by_saved_card') await ensureSavedCard(parts, user, key);
  const isIntent = course === 'paid_by_saved_card';
  const body = {
    package: random.pick(PACKAGES),
    quantity: random.integer(1, 3),
    ...(isIntent ? { useSavedCard: true } : {}),
  };
  const path = isIntent ? '/api/v1/payment-intents' : '/api/v1/checkout-sessions';
  const answer = await insist(parts, user, path, body, key);
  if (isIntent || course === 'abandoned') return;
  // The same wish once more, as a double click would send it.
  if (random.chance(0.2)) await insist(parts, user, path, body, key);
  const [formId = ''] = String(answer.clientSecret).split('_secret_');
  await payForm(parts, formId, course);
  await wait(random.integer(0, 50));
  if (course === 'paid' && random.chance(0.15)) await takeBack(parts, formId);
  if (course === 'paid' && random.chance(0.05)) {
    const dispute = control.dispute(await parts.findIntent(formId));
    await wait(random.integer(0, 100));
    if (random.chance(0.7)) control.closeDispute(dispute.id, random.pick(['won', 'lost']));
  }
}

async function payForm(parts: BuyerParts, formId: string, course: Course): Promise<void> {
  const { control, random } = parts;
  if (course === 'paid_with_second_card') {
    control.pay(formId, { card: random.pick(['decline', 'insufficient_funds']) });
    await wait(random.integer(0, 30));
  }
  if (course !== 'paid_later' && course !== 'failed_later') {
    control.pay(formId, { isSaved: random.chance(0.3) });
    return;
  }
  control.pay(formId, { card: 'pay_later' });
  await wait(random.integer(0, 200));
  control.settlePayment(await parts.findIntent(formId), course === 'paid_later');
}

/** Gives some of the money back, at times in two parts, at times all. */
async function takeBack(parts: BuyerParts, formId: string): Promise<void> {
  const intent = await parts.findIntent(formId);
  parts.control.refund(intent, 100);
  await wait(parts.random.integer(0, 60));
  const second = parts.random.pick(['part', 'rest', 'none']);
  if (second === 'part') parts.control.refund(intent, 150);
  if (second === 'rest') parts.control.refund(intent);
}

/** The first purchase of somebody who lets their card be saved. */
async function ensureSavedCard(parts: BuyerParts, user: TestUser, key: string): Promise<void> {
  const order = { package: 'time-30' };
  const path = '/api/v1/checkout-sessions';
  const answer = await insist(parts, user, path, order, `${key}:first`);
  const [formId = ''] = String(answer.clientSecret).split('_secret_');
  parts.control.pay(formId, { isSaved: true });
  for (let look = 0; look < TRIES_MAX; look += 1) {
    const { items } = await insist(parts, user, '/api/v1/payment-methods', null, key);
    if ((items as unknown[]).length > 0) return;
    await wait(100);
  }
  throw new Error('a card that was saved never came');
}

/** Sends a request until somebody answers it. Only a server that is away or dies is asked again. */
async function insist(
  parts: BuyerParts,
  user: TestUser,
  path: string,
  body: object | null,
  key: string,
): Promise<Record<string, unknown>> {
  const token = await signAccessToken(user.userId);
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const api = parts.random.pick(parts.apis);
    const response = await fetch(`${api.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': key,
        'x-forwarded-for': addressOf(user.userId),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => null);
    const text = response ? await response.text().catch(() => null) : null;
    if (response && text !== null && response.status < 500) {
      if (response.ok) return JSON.parse(text);
      throw new Error(`${path} answered ${response.status}: ${text}`);
    }
    if (response && response.status === 500) throw new Error(`${path} met a bug: ${text}`);
    parts.onRetry();
    await wait(parts.random.integer(50, 300));
  }
  throw new Error(`${path} was never answered`);
}

/** An address of the buyer's own, of a network nobody has. */
function addressOf(userId: string): string {
  const [a, b, c] = [0, 2, 4].map((start) => Number.parseInt(userId.slice(start, start + 2), 16));
  return `10.${a}.${b}.${c}`;
}

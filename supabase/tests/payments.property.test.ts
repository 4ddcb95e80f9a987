// Drives random purchases, refunds, disputes, calls and expiries on two accounts, some at the same
// moment. The gateway is a plain model that changes by itself; what the ledger hears of it comes
// late, twice, never or out of order. Seeds and soaking as in ledger.property.test.ts.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
  type TestUser,
} from '../../tests/support/database.ts';
import {
  balance,
  capture,
  createCall,
  expireHolds,
  extend,
  grantTime,
  MINUTE_MS,
  SECOND_MS,
  signUpWithTime,
} from './ledger-scenario.ts';
import {
  applySnapshot,
  beginPurchase,
  readGrant,
  readPayment,
  type Snapshot,
  type TestPayment,
} from './payment-scenario.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

type Truth = Required<Pick<Snapshot, 'status' | 'refunds' | 'disputes'>>;
/** A purchase, what is true of it at the gateway, and what was true when it was asked before. */
type Purchase = { payment: TestPayment; truth: Truth; past: { truth: Truth; at: string }[] };
type World = { users: TestUser[]; calls: string[]; purchases: Purchase[] };
type Step = (world: World) => Promise<void>;

const pick = <Item>(items: Item[], index: number): Item | undefined =>
  items.length === 0 ? undefined : items[items.length - 1 - (index % items.length)];

const index = fc.nat({ max: 5 });
const step = <Args>(name: string, arbitrary: fc.Arbitrary<Args>, run: (args: Args) => Step) =>
  arbitrary.map((args) => ({ run: run(args), toString: () => `${name}(${fc.stringify(args)})` }));

const buy = step(
  'buy',
  fc.record({
    who: index,
    timeMs: fc.integer({ min: SECOND_MS, max: 3 * MINUTE_MS }),
    priceMinor: fc.integer({ min: 51, max: 999 }),
    validForDays: fc.constantFrom(1, null),
  }),
  ({ who, ...card }) =>
    async ({ users, purchases }) => {
      if (purchases.length >= 10) return;
      const payment = await beginPurchase(db, pick(users, who)?.userId ?? '', card);
      purchases.push({ payment, truth: { status: 'paid', refunds: [], disputes: [] }, past: [] });
    },
);

const happenings = {
  /** The payment itself goes on. */
  status: (truth: Truth, _payment: TestPayment, amount: number): Truth => {
    const statuses = ['pending', 'processing', 'failed', 'canceled', 'expired', 'paid'];
    return { ...truth, status: statuses[amount % statuses.length] ?? 'paid' };
  },
  /** Some of it is refunded, perhaps more than there is. */
  refund: (truth: Truth, { amount_minor }: TestPayment, amount: number): Truth => {
    const amountMinor = 1 + (amount % Math.ceil(amount_minor * 1.1));
    const status = amount % 3 === 0 ? 'pending' : 'succeeded';
    return { ...truth, refunds: [...truth.refunds, { id: randomUUID(), amountMinor, status }] };
  },
  /** A refund succeeds or fails after all. */
  settle: (truth: Truth, _payment: TestPayment, amount: number): Truth => {
    const chosen = pick(truth.refunds, amount);
    const status = amount % 2 === 0 ? 'failed' : 'succeeded';
    const refunds = truth.refunds.map((one) => (one === chosen ? { ...one, status } : one));
    return { ...truth, refunds };
  },
  /** A dispute is opened. */
  dispute: (truth: Truth): Truth => ({
    ...truth,
    disputes: [...truth.disputes, { id: randomUUID(), status: 'open' }],
  }),
  /** A dispute is won or lost. */
  close: (truth: Truth, _payment: TestPayment, amount: number): Truth => {
    const chosen = pick(truth.disputes, amount);
    const status = amount % 3 === 0 ? 'lost' : 'won';
    const disputes = truth.disputes.map((one) => (one === chosen ? { ...one, status } : one));
    return { ...truth, disputes };
  },
};

/** Asks the gateway, and hears again of something older now and then. */
async function hear(purchase: Purchase, isOld: boolean): Promise<void> {
  const old = isOld ? pick(purchase.past, purchase.past.length) : undefined;
  if (old) {
    await applySnapshot(db, purchase.payment, old.truth, old.at);
    return;
  }
  const { at } = await db.row<{ at: string }>('select database_now()::text as at');
  const truth = structuredClone(purchase.truth);
  purchase.past.push({ truth, at });
  await applySnapshot(db, purchase.payment, truth, at);
}

const happen = step(
  'happen',
  fc.record({
    which: index,
    what: fc.constantFrom(...(Object.keys(happenings) as (keyof typeof happenings)[])),
    amount: fc.nat({ max: 1000 }),
    isHeard: fc.boolean(),
  }),
  ({ which, what, amount, isHeard }) =>
    async ({ purchases }) => {
      const purchase = pick(purchases, which);
      if (!purchase) return;
      purchase.truth = happenings[what](purchase.truth, purchase.payment, amount);
      if (isHeard) await hear(purchase, false);
    },
);

const hearAgain = step('hear', fc.record({ which: index, isOld: fc.boolean() }), (args) => {
  return async ({ purchases }) => {
    const purchase = pick(purchases, args.which);
    if (purchase) await hear(purchase, args.isOld);
  };
});

const grant = step(
  'grant',
  fc.record({
    who: index,
    amountMs: fc.integer({ min: 1, max: MINUTE_MS }),
    expiresInMs: fc.constantFrom(MINUTE_MS, undefined),
  }),
  ({ who, amountMs, expiresInMs }) =>
    async ({ users }) => {
      const options = expiresInMs === undefined ? {} : { expiresInMs };
      await grantTime(db, pick(users, who)?.accountId ?? '', amountMs, options);
    },
);

const call = step('call', fc.record({ who: index }), ({ who }) => async ({ users, calls }) => {
  const created = await createCall(db, pick(users, who)?.userId ?? '');
  if (created.outcome === 'created') calls.push(String(created.voice_session_id));
});

const talk = step(
  'talk',
  fc.record({
    which: index,
    sequence: fc.integer({ min: 1, max: 9 }),
    usedMs: fc.integer({ min: 0, max: 2 * MINUTE_MS }),
    isEnd: fc.boolean(),
  }),
  ({ which, sequence, usedMs, isEnd }) =>
    async ({ calls }) => {
      const id = pick(calls, which);
      if (id === undefined) return;
      if (isEnd) await capture(db, id, usedMs);
      else await extend(db, id, sequence, usedMs);
    },
);

const passTime = step(
  'passTime',
  fc.record({ durationMs: fc.constantFrom(SECOND_MS, MINUTE_MS, 13 * 60 * MINUTE_MS) }),
  ({ durationMs }) =>
    async () => {
      await db.passTime(durationMs);
      await expireHolds(db);
      await db.call('expire_time_grants', { p_limit: 100 });
    },
);

const single = fc.oneof(
  { arbitrary: buy, weight: 3 },
  { arbitrary: happen, weight: 8 },
  { arbitrary: hearAgain, weight: 5 },
  { arbitrary: call, weight: 3 },
  { arbitrary: talk, weight: 5 },
  { arbitrary: grant, weight: 1 },
  { arbitrary: passTime, weight: 1 },
);
const together = fc.array(single, { minLength: 2, maxLength: 5 }).map((group) => ({
  run: async (world: World) => {
    await Promise.all(group.map(({ run }) => run(world)));
  },
  toString: () => `together(${group.join(', ')})`,
}));
const anyStep = fc.oneof({ arbitrary: single, weight: 4 }, { arbitrary: together, weight: 1 });

async function expectSoundBooks({ users }: World): Promise<void> {
  expect(await db.callAll('check_ledger', {})).toEqual([]);
  for (const { accountId } of users) {
    const now = await balance(db, accountId);
    expect(Number(now.available_ms)).toBeGreaterThanOrEqual(0);
    expect(Number(now.remaining_ms)).toBeGreaterThanOrEqual(Number(now.available_ms));
  }
}

/** When all is heard and every call is over, what the gateway says decides what may be used. */
async function expectTruth({ payment, truth, past }: Purchase): Promise<void> {
  const row = await readPayment(db, payment.id);
  const wasPaid = past.some((heard) => heard.truth.status === 'paid');
  expect(row.status).toBe(wasPaid ? 'paid' : truth.status);
  if (!wasPaid) {
    expect(row.time_grant_id).toBeNull();
    return;
  }
  const sumMinor = truth.refunds
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const refundedMinor = Math.min(sumMinor, payment.amount_minor);
  const isFrozen = truth.disputes.some(({ status }) => status !== 'won');
  const bought = await readGrant(db, payment);
  expect(bought.granted_ms).toBe(payment.time_ms);
  expect(bought.revoke_ms).toBe(
    Math.floor((payment.time_ms * refundedMinor) / payment.amount_minor),
  );
  expect(bought.is_frozen).toBe(isFrozen);
  if (isFrozen || refundedMinor === payment.amount_minor) expect(bought.remaining_ms).toBe(0);
}

test('no sequence of purchases, claims and calls makes the books unsound', async () => {
  const { FAST_CHECK_SEED: seed, FAST_CHECK_RUNS: runs } = process.env;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 8, maxLength: 40 }), async (sequence) => {
      const users = [await signUpWithTime(db, MINUTE_MS), await signUpWithTime(db, 0)];
      const world: World = { users, calls: [], purchases: [] };
      for (const { run } of sequence) {
        await run(world);
        await expectSoundBooks(world);
      }
      await Promise.all(world.purchases.map((purchase) => hear(purchase, false)));
      await Promise.all(world.calls.map((id) => capture(db, id, 0)));
      await expectSoundBooks(world);
      for (const purchase of world.purchases) await expectTruth(purchase);
    }),
    {
      numRuns: Number(runs ?? 100),
      ...(runs === undefined ? { interruptAfterTimeLimit: 20_000 } : {}),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
});

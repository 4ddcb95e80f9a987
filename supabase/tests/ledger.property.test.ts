// Drives random sequences of every function on a few accounts, some at the same moment, and asks
// after each step whether the books are sound. fast-check prints the seed of a failure and its
// shortest form; FAST_CHECK_SEED runs it again, FAST_CHECK_RUNS soaks.
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

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** What one run knows: its people, their calls, and the most each call ever had the right to. */
type World = {
  users: TestUser[];
  calls: { id: string; user: TestUser; epoch: number; heldMs: number; usedMs: number }[];
  entryIds: number[];
};

type Step = (world: World) => Promise<void>;
type NamedStep = { name: string; run: Step };

/** Picks by a number that means the same person or call in every shrunk run. */
const pick = <Item>(items: Item[], index: number): Item | undefined =>
  items.length === 0 ? undefined : items[index % items.length];

const index = fc.nat({ max: 7 });
const step = <Args>(arbitrary: fc.Arbitrary<Args>, name: string, run: (args: Args) => Step) =>
  arbitrary.map((args): NamedStep & { toString: () => string } => ({
    name,
    run: run(args),
    toString: () => `${name}(${fc.stringify(args)})`,
  }));

const steps = {
  grant: step(
    fc.record({
      who: index,
      amountMs: fc.integer({ min: 1, max: 3 * MINUTE_MS }),
      expiresInMs: fc.option(fc.integer({ min: SECOND_MS, max: 5 * MINUTE_MS }), {
        nil: undefined,
      }),
      priority: fc.constantFrom(10, 100),
    }),
    'grant',
    ({ who, amountMs, ...options }) =>
      async ({ users, entryIds }) => {
        const user = pick(users, who);
        const granted = await grantTime(db, user?.accountId ?? '', amountMs, options);
        expect(granted.outcome).toBe('granted');
        entryIds.push(Number(granted.entry_id));
      },
  ),
  reverse: step(fc.record({ which: index }), 'reverse', ({ which }) => async (world) => {
    const id = pick(world.entryIds.toReversed(), which);
    if (id === undefined) return;
    await db.call('reverse_entry', {
      p_entry_id: id,
      p_idempotency_key: `${id}:${Math.floor(world.calls.length / 2)}`,
      p_note: null,
    });
  }),
  create: step(fc.record({ who: index, key: index }), 'create', ({ who, key }) => async (world) => {
    const user = pick(world.users, who);
    if (!user) return;
    const created = await createCall(db, user.userId, { key: `call-${key}` });
    if (created.outcome !== 'created') return;
    const id = String(created.voice_session_id);
    world.calls.push({ id, user, epoch: 1, heldMs: 0, usedMs: 0 });
    const call = world.calls.at(-1);
    const hold = await db.row<{ held_ms: number }>(
      'select held_ms from holds where voice_session_id = $1',
      [id],
    );
    if (call) call.heldMs = Math.max(call.heldMs, hold.held_ms);
  }),
  activate: step(fc.record({ which: index }), 'activate', ({ which }) => async ({ calls }) => {
    const call = pick(calls.toReversed(), which);
    if (!call) return;
    const worker = db.asWorker({ voiceSessionId: call.id, epoch: call.epoch });
    await worker.call('worker_activate', {});
  }),
  extend: step(
    fc.record({
      which: index,
      sequence: fc.integer({ min: 1, max: 12 }),
      usedMs: fc.integer({ min: 0, max: 2 * MINUTE_MS }),
      leaseMs: fc.integer({ min: SECOND_MS, max: MINUTE_MS }),
      isOldEpoch: fc.boolean(),
    }),
    'extend',
    ({ which, sequence, usedMs, leaseMs, isOldEpoch }) =>
      async ({ calls }) => {
        const call = pick(calls.toReversed(), which);
        if (!call) return;
        const epoch = isOldEpoch ? Math.max(1, call.epoch - 1) : call.epoch;
        const extended = await extend(db, call.id, sequence, usedMs, { epoch, leaseMs });
        if (extended.outcome !== 'extended') return;
        expect(Number(extended.used_ms)).toBeLessThanOrEqual(Number(extended.held_ms));
        expect(Number(extended.available_ms)).toBeGreaterThanOrEqual(0);
        call.heldMs = Math.max(call.heldMs, Number(extended.held_ms));
        call.usedMs = Math.max(call.usedMs, Number(extended.used_ms));
      },
  ),
  capture: step(
    fc.record({ which: index, usedMs: fc.integer({ min: 0, max: 3 * MINUTE_MS }) }),
    'capture',
    ({ which, usedMs }) =>
      async ({ calls, entryIds }) => {
        const call = pick(calls.toReversed(), which);
        if (!call) return;
        const captured = await capture(db, call.id, usedMs, { epoch: call.epoch });
        if (captured.outcome !== 'captured') return;
        const chargedMs = Number(captured.charged_ms);
        expect(chargedMs).toBeLessThanOrEqual(call.heldMs);
        expect(chargedMs).toBeGreaterThanOrEqual(Math.min(usedMs, call.usedMs));
        const entries = await db.rows<{ id: number }>(
          'select id from ledger_entries where voice_session_id = $1',
          [call.id],
        );
        entryIds.push(...entries.map(({ id }) => id));
      },
  ),
  release: step(fc.record({ which: index }), 'release', ({ which }) => async ({ calls }) => {
    const call = pick(calls, which);
    if (!call) return;
    await db.call('release_hold', { p_voice_session_id: call.id, p_ended_reason: 'no_agent' });
  }),
  requestEnd: step(fc.record({ which: index }), 'requestEnd', ({ which }) => async ({ calls }) => {
    const call = pick(calls, which);
    await db.call('request_voice_session_end', {
      p_voice_session_id: call?.id ?? null,
      p_user_id: call?.user.userId ?? null,
      p_reason: 'user_hung_up',
    });
  }),
  fence: step(fc.record({ which: index }), 'fence', ({ which }) => async ({ calls }) => {
    const call = pick(calls.toReversed(), which);
    if (!call) return;
    const fenced = await db.call('fence_voice_session', {
      p_voice_session_id: call.id,
      p_expected_epoch: call.epoch,
      p_rejoin_window_ms: 20 * SECOND_MS,
    });
    if (fenced.epoch !== null) call.epoch = Math.max(call.epoch, fenced.epoch);
  }),
  passTime: step(
    fc.record({ durationMs: fc.integer({ min: 1, max: 2 * MINUTE_MS }) }),
    'passTime',
    ({ durationMs }) =>
      () =>
        db.passTime(durationMs),
  ),
  expire: step(fc.constant({}), 'expire', () => async () => {
    const ended = await expireHolds(db);
    for (const { charged_ms } of ended) expect(Number(charged_ms)).toBeGreaterThanOrEqual(0);
    await db.call('expire_time_grants', { p_limit: 10 });
  }),
};

const single = fc.oneof(
  { arbitrary: steps.grant, weight: 3 },
  { arbitrary: steps.create, weight: 4 },
  { arbitrary: steps.extend, weight: 8 },
  { arbitrary: steps.capture, weight: 3 },
  ...[steps.reverse, steps.activate, steps.release, steps.requestEnd, steps.fence].map(
    (arbitrary) => ({ arbitrary, weight: 1 }),
  ),
  { arbitrary: steps.passTime, weight: 2 },
  { arbitrary: steps.expire, weight: 2 },
);
const together = fc.array(single, { minLength: 2, maxLength: 5 }).map((group) => ({
  name: 'together',
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

test('no sequence of calls to the functions makes the books unsound', async () => {
  const { FAST_CHECK_SEED: seed, FAST_CHECK_RUNS: runs } = process.env;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 30 }), async (sequence) => {
      const users = [await signUpWithTime(db, 2 * MINUTE_MS), await signUpWithTime(db, 0)];
      const world: World = { users, calls: [], entryIds: [] };
      for (const { run } of sequence) {
        await run(world);
        await expectSoundBooks(world);
      }
      await Promise.all(world.calls.map(({ id, epoch }) => capture(db, id, 0, { epoch })));
      await expectSoundBooks(world);
    }),
    {
      numRuns: Number(runs ?? 100),
      ...(runs === undefined ? { interruptAfterTimeLimit: 20_000 } : {}),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
});

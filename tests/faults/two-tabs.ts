// F15: many tabs of one account start at the same moment, with time for one: no more is granted than there is.
import { randomUUID } from 'node:crypto';
import type { Caller } from '../caller/caller.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import {
  awaitEnd,
  CHARGE_TOLERANCE_MS,
  checkBooks,
  presentMsOf,
  untilCounting,
  Violations,
} from './judge-call.ts';

/** Less than a lease, so that the first tab gets all of it. */
const BALANCE_MS = 12_000;
/** The service allows one user twenty starts a minute. */
const TABS = 18;
const USERS = 5;
const OVERSHOOT_MS_MAX = 2_000;

interface Granted {
  posted: number;
  held: number;
  live: number;
}

const grantedTo = async (stack: FaultStack, { userId }: Caller): Promise<Granted> => {
  const [row] = await stack.query<Granted & Record<string, unknown>>(
    `select a.posted_ms::float8 as posted, a.held_ms::float8 as held,
       (select count(*)::int from public.holds h
        where h.account_id = a.id and h.status = 'live') as live
     from public.accounts a where a.user_id = $1`,
    [userId],
  );
  return row ?? { posted: 0, held: 0, live: 0 };
};

/** All tabs of all users press the button at once. */
async function startTogether(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const callers = await Promise.all(Array.from({ length: USERS }, () => stack.signUp(BALANCE_MS)));
  const start = async ({ accessToken }: Caller) => {
    const response = await fetch(`${stack.url}/api/v1/voice-sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${accessToken}`,
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      },
      body: '{}',
    });
    await response.body?.cancel();
    return response.status;
  };
  const answers = await Promise.all(
    callers.map((caller) => Promise.all(Array.from({ length: TABS }, () => start(caller)))),
  );
  let heldMs = 0;
  for (const [index, caller] of callers.entries()) {
    const statuses = answers[index] ?? [];
    const granted = await grantedTo(stack, caller);
    heldMs = Math.max(heldMs, granted.held);
    const started = statuses.filter((status) => status === 201).length;
    judged.expect(granted.held <= granted.posted, `${granted.held} held of ${granted.posted} ms`);
    judged.expect(started === 1, `${started} tabs were let in with time for one`);
    judged.expect(
      statuses.every((status) => status === 201 || status === 402 || status === 409),
      `it was answered ${[...new Set(statuses)].join(', ')}`,
    );
  }
  judged.list.push(...(await checkBooks(stack)));
  const refused = answers.flat().filter((status) => status !== 201).length;
  const figures = { tabs: USERS * TABS, refused, balanceMs: BALANCE_MS, heldMs };
  return { id: 'F15', title: 'all tabs start at once', violations: judged.list, figures };
}

/** Two calls share what is enough for more than one lease, and use it up together. */
async function shareTheRest(stack: FaultStack, balanceMs: number): Promise<FaultOutcome> {
  const judged = new Violations();
  const caller = await stack.signUp(balanceMs);
  const started = await Promise.allSettled([caller.call(), caller.call()]);
  const calls = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  judged.expect(calls.length > 0, 'no tab was let in');
  await Promise.all(calls.map((call) => untilCounting(call)));
  const { held, posted } = await grantedTo(stack, caller);
  judged.expect(held <= posted, `${held} held of ${posted} ms`);
  let chargedMs = 0;
  let presentMs = 0;
  for (const call of calls) {
    const record = await awaitEnd(stack, call.voiceSession.id, balanceMs + 60_000);
    chargedMs += record.chargedMs;
    presentMs += presentMsOf(stack, call.voiceSession.id);
    await call.leave();
  }
  judged.expect(chargedMs <= balanceMs, `charged ${chargedMs} of ${balanceMs} ms`);
  judged.expect(chargedMs <= presentMs + CHARGE_TOLERANCE_MS, 'charged more than present');
  const overshootMs = Math.max(0, presentMs - balanceMs);
  judged.expect(
    overshootMs <= OVERSHOOT_MS_MAX * calls.length,
    `the calls ran ${overshootMs} ms past the balance`,
  );
  judged.list.push(...(await checkBooks(stack)));
  const figures = { calls: calls.length, balanceMs, chargedMs, presentMs, overshootMs };
  return { id: 'F15', title: 'two tabs share the rest', violations: judged.list, figures };
}

/** The run. */
export const twoTabs: FaultRun = {
  name: 'two-tabs',
  about: 'tabs of one account start together with time for one',
  ids: ['F15'],
  minutes: 2,
  run: async ({ say }: FaultContext) => {
    const stack = await startFaultStack({
      environment: { METER_INTERVAL_MS: '2000', METER_LEASE_MS: '20000' },
    });
    try {
      say('two tabs share the rest');
      const shared = await shareTheRest(stack, 36_000);
      say(`${USERS * TABS} tabs start together`);
      return [await startTogether(stack), shared];
    } finally {
      await stack.stop();
    }
  },
};

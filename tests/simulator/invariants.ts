// What must hold in every world: after each step, and when all is over.
import type { GatewayPayment } from './simulated-shop.ts';
import type { World } from './world.ts';

/** A broken promise, and about whom it is. */
export class InvariantError extends Error {
  override name = 'InvariantError';
  readonly subjects: string[];

  constructor(message: string, subjects: string[]) {
    super(message);
    this.subjects = subjects;
  }
}

/** Late by the way news travels, rounding and a clock off by a ten-thousandth. */
const slackMs = (servedMs: number) => 60 + servedMs * 0.000_2;
/** At zero the ledger is asked once more; the goodbye's last word may take that long. */
const LAST_LOOK_MS = 300;
/** How long a report may stay without an answer, while a small hold runs out: never charged. */
const UNANSWERED_MS = 3_300;
/** A job that is stopped counts on this long at most, and hears only then that its caller left. */
const STANDSTILL_MS = 2_000;
/**
 * A lease that ran out because reports were lost charges the last one that came, or nothing: ten
 * seconds ago, and two tries of three seconds.
 */
const UNREPORTED_MS = 17_000;
/** What one disturbance may give away: a lease, and the time until somebody notices. */
const GIVEN_AWAY_MS = 60_000;

/** The books are sound and no code has failed, now. */
export async function checkStep(world: World): Promise<void> {
  const [bug] = world.bugs;
  if (bug !== undefined) throw new InvariantError(`a bug: ${bug}`, []);
  const violations = await world.database.query<{ violation: string; account_id: string }>(
    'select violation, account_id, detail from check_ledger()',
  );
  const [first] = violations;
  if (first === undefined) return;
  throw new InvariantError(`check_ledger: ${JSON.stringify(first)}`, [first.account_id]);
}

type CallRow = {
  id: string;
  status: string;
  charged_ms: number;
  ended_reason: string;
  was_expired: boolean;
};

/** Every call has ended and was charged what it was worth. */
export async function checkCalls(world: World): Promise<number> {
  const calls = await world.database.query<CallRow>(
    `select s.id, s.status, s.charged_ms::float8 as charged_ms, s.ended_reason,
       h.status in ('expired', 'released') as was_expired
     from voice_sessions s join holds h on h.voice_session_id = s.id order by s.id`,
  );
  for (const call of calls) {
    if (call.status !== 'ended') throw new InvariantError('a call never ended', [call.id]);
    const { servedMs, jobCount, wasDisturbed, hasLostReport } = world.presence.read(call.id);
    const text = `charged ${call.charged_ms} ms for ${servedMs} ms of service, ${call.ended_reason}`;
    const stoppedMs = wasDisturbed ? STANDSTILL_MS * jobCount : 0;
    if (call.charged_ms > servedMs + slackMs(servedMs) + stoppedMs) {
      throw new InvariantError(`too much was charged: ${text}`, [call.id]);
    }
    const lookMs = hasLostReport ? UNANSWERED_MS : LAST_LOOK_MS;
    const calmMs = call.was_expired ? UNREPORTED_MS : lookMs;
    const freeMs = wasDisturbed ? GIVEN_AWAY_MS * (jobCount + 1) : calmMs;
    if (call.charged_ms < servedMs - slackMs(servedMs) - freeMs) {
      throw new InvariantError(`too little was charged: ${text}`, [call.id]);
    }
  }
  return calls.length;
}

type PaymentRow = { id: string; status: string; granted_ms: number | null; time_ms: number };

/** What the gateway says is paid has its time once; what is not has none. */
export async function checkPayments(
  world: World,
  truth: ReadonlyMap<string, GatewayPayment>,
): Promise<number> {
  const rows = await world.database.query<PaymentRow>(
    `select p.id, p.status, p.time_ms::float8 as time_ms,
       (select sum(g.granted_ms)::float8 from time_grants g
        where g.idempotency_key = 'payment:' || p.id) as granted_ms
     from payments p where p.gateway_invoice_id is null order by p.id`,
  );
  for (const row of rows) {
    const isPaid = truth.get(row.id)?.status === 'paid';
    const expectedMs = isPaid ? row.time_ms : null;
    if ((row.status === 'paid') !== isPaid || row.granted_ms !== expectedMs) {
      const text = `payment is ${row.status}, granted ${row.granted_ms} of ${row.time_ms} ms`;
      throw new InvariantError(`${text}, and at the gateway it is paid: ${isPaid}`, [row.id]);
    }
  }
  return rows.length;
}

/** What was paid to the billing is recorded once each, needed nobody's look, and nothing else is. */
export async function checkInvoices(world: World, paidIds: readonly string[]): Promise<number> {
  const rows = await world.database.query<{ id: string; review_reason: string | null }>(
    'select id, review_reason from subscription_invoices',
  );
  const recorded = new Map(rows.map((row) => [row.id, row]));
  for (const id of new Set([...paidIds, ...recorded.keys()])) {
    const row = recorded.get(id);
    if (!row) throw new InvariantError(`invoice ${id} was paid and is not recorded`, []);
    if (!paidIds.includes(id)) throw new InvariantError(`invoice ${id} was never paid`, []);
    if (row.review_reason) throw new InvariantError(`invoice ${id}: ${row.review_reason}`, []);
  }
  return recorded.size;
}

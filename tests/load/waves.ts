// Ends very many calls at once, as a fallen region or a deploy gone wrong would, and times it.
import type { TestDatabase } from '../support/database-clone.ts';
import { type ClosedLoad, percentileOf, runClosedLoad } from './closed-load.ts';
import { asWorker, type LiveCall } from './live-calls.ts';

/** Calls of dead agents, swept by several reapers side by side. */
export interface ExpiryWave {
  calls: number;
  reapers: number;
  tookMs: number;
  perSecond: number;
  /** One statement of a reaper, which ends up to {@link EXPIRY_BATCH} calls. */
  statementP99Ms: number;
}

const CLIENTS = 16;
/** As the api asks for in one statement. */
const EXPIRY_BATCH = 100;
/** As two api replicas run them. */
const REAPERS = 2;

/** Settles each call by its own agent, many at once. */
export function captureAll(
  { pool }: TestDatabase,
  calls: readonly LiveCall[],
): Promise<ClosedLoad> {
  return runClosedLoad(pool, { clients: CLIENTS }, async (client, index) => {
    const call = calls[index];
    if (!call) return false;
    const { rows } = await asWorker(client, call.id, 'capture', 'worker_capture($1, $2)', [
      call.usedMs,
      'user_hung_up',
    ]);
    if (rows[0]?.outcome !== 'captured') throw new Error(`A call is ${rows[0]?.outcome}.`);
    return true;
  });
}

/** Saves an exchange of each call, as its agent does after every turn. */
export function saveTranscripts(
  { pool }: TestDatabase,
  calls: readonly LiveCall[],
): Promise<ClosedLoad> {
  const items = ['user', 'agent'].map((speaker, position) => ({
    itemId: speaker,
    position,
    speaker,
    text: 'About as much is said by either side before it is the turn of the other again.',
    wasInterrupted: false,
  }));
  const values = [JSON.stringify(items)];
  return runClosedLoad(pool, { clients: CLIENTS }, async (client, index) => {
    const call = calls[index];
    if (!call) return false;
    const name = 'worker_add_transcript_items($1)';
    const { rows } = await asWorker(client, call.id, 'save', name, values);
    if (rows[0]?.outcome !== 'saved') throw new Error(`A transcript is ${rows[0]?.outcome}.`);
    return true;
  });
}

/** Lets the leases of all live calls run out, and has reapers end them. */
export async function expireAll(database: TestDatabase, count: number): Promise<ExpiryWave> {
  await database.passTime(3_700_000);
  const durationsMs: number[] = [];
  let ended = 0;
  const startedAt = performance.now();
  async function reap(): Promise<void> {
    while (ended < count) {
      const from = performance.now();
      const { rowCount } = await database.pool.query(`select from expire_holds(${EXPIRY_BATCH})`);
      durationsMs.push(performance.now() - from);
      ended += rowCount ?? 0;
    }
  }
  await Promise.all(Array.from({ length: REAPERS }, reap));
  const tookMs = performance.now() - startedAt;
  return {
    calls: ended,
    reapers: REAPERS,
    tookMs: Math.round(tookMs),
    perSecond: Math.round((ended * 1000) / tookMs),
    statementP99Ms: percentileOf(durationsMs, 0.99),
  };
}

/** What the api's tasks ask every second while all is well, in milliseconds. */
export interface IdleSweeps {
  expireHoldsMs: number;
  listUnattendedMs: number;
}

/** The median of a few sweeps that find nothing. */
export async function timeIdleSweeps({ pool }: TestDatabase): Promise<IdleSweeps> {
  const median = async (text: string) => {
    const durationsMs: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const from = performance.now();
      await pool.query(text);
      durationsMs.push(performance.now() - from);
    }
    return percentileOf(durationsMs, 0.5);
  };
  return {
    expireHoldsMs: await median(`select from expire_holds(${EXPIRY_BATCH})`),
    listUnattendedMs: await median(
      `select from list_unattended_voice_sessions(
         p_limit => 50, p_pending_after_ms => 3000, p_silent_after_ms => 6000)`,
    ),
  };
}

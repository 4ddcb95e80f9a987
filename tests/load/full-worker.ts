// Fills a worker up and asks for more: those at work must not feel it, those too many must be told.
import type pg from 'pg';
import type { Stack } from '../../local/src/stack.ts';
import { startFleet } from '../caller/fleet.ts';

/** What callers met at a full worker. */
export interface FullWorker {
  maxCalls: number;
  asked: number;
  counted: number;
  /** Of those that found no place. */
  endedReasons: string;
  chargedMs: number;
  /** From asking to being told that there is no agent. */
  toldAfterMs: number | null;
  /** From a place becoming free to a waiting caller being counted. */
  placeTakenAfterMs: number | null;
}

const EXTRA = 2;
const TOLD_LIMIT_MS = 60_000;
const PLACE_LIMIT_MS = 45_000;

/** The stack's worker must have been given this many as its maximum. */
export async function fillWorker(
  stack: Stack,
  pool: pg.Pool,
  { maxCalls, say }: { maxCalls: number; say: (text: string) => void },
): Promise<FullWorker> {
  const fleet = await startFleet({ stack, calls: maxCalls, waitingAtOnce: 1 });
  try {
    await fleet.waitUntilCounting();
    say(`${maxCalls} calls fill the worker; ${EXTRA} more are asked for`);
    const extra = await fleet.add(EXTRA);
    await Promise.allSettled(
      extra.map((call) => call.waitFor('disconnected', { timeoutMs: TOLD_LIMIT_MS })),
    );
    const told = extra.flatMap((call) => call.log.last('disconnected') ?? []);
    const counted = fleet.calls.filter((call) => call.countingAfterMs !== null && call.isInRoom);
    const { rows } = await pool.query<{ reason: string | null; charged: number }>(
      `select ended_reason as reason, charged_ms::float8 as charged
       from voice_sessions where id = any($1::uuid[])`,
      [extra.map(({ voiceSessionId }) => voiceSessionId)],
    );
    say(`told: ${told.length} of ${EXTRA}; one more waits, and a place becomes free`);
    // One more waits while a place becomes free: it must get it without asking again.
    const [late] = await fleet.add(1);
    const freedAt = performance.now();
    await fleet.calls[0]?.hangUp();
    const place = await late?.counting({ timeoutMs: PLACE_LIMIT_MS }).catch(() => null);
    const [firstTold] = told;
    return {
      maxCalls,
      asked: maxCalls + EXTRA,
      counted: counted.length,
      endedReasons: rows.map(({ reason }) => reason ?? 'still waiting').join(', '),
      chargedMs: rows.reduce((sum, { charged }) => sum + charged, 0),
      toldAfterMs: firstTold ? Math.round(firstTold.at - (extra[0]?.startedAt ?? 0)) : null,
      placeTakenAfterMs: place ? Math.round(place.at - freedAt) : null,
    };
  } finally {
    await fleet.stop();
  }
}

// What fault runs ask of every call: what it was charged, how long both were there, whether the books agree.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { overlapMs, readServerStays } from '../caller/presence.ts';
import type { FaultStack } from './fault-stack.ts';

/** A call as the database has it. */
export interface CallRecord {
  status: string;
  epoch: number;
  endedReason: string | null;
  chargedMs: number;
  unbilledMs: number;
  /** Of its hold. */
  heldMs: number;
  usedMs: number;
  /** Ledger entries with its charge; one for each grant that was burned. */
  debits: number;
}

type Books = Pick<FaultStack, 'query'>;

/** Two clocks and the way of a message lie between what was charged and what was seen. */
export const CHARGE_TOLERANCE_MS = 500;

/** Reads a call. */
export async function readCall({ query }: Books, id: string): Promise<CallRecord> {
  const [row] = await query<CallRecord & Record<string, unknown>>(
    `select s.status, s.epoch, s.ended_reason as "endedReason",
       coalesce(s.charged_ms, 0)::float8 as "chargedMs",
       coalesce(s.unbilled_ms, 0)::float8 as "unbilledMs",
       coalesce(h.held_ms, 0)::float8 as "heldMs", coalesce(h.used_ms, 0)::float8 as "usedMs",
       (select count(*)::int from public.ledger_entries e where e.voice_session_id = s.id) as debits
     from public.voice_sessions s
     left join public.holds h on h.voice_session_id = s.id
     where s.id = $1`,
    [id],
  );
  if (!row) throw new Error(`There is no voice session ${id}.`);
  return row;
}

/** The call once it has ended. @throws {Error} when it has not within `timeoutMs`. */
export async function awaitEnd(books: Books, id: string, timeoutMs = 60_000): Promise<CallRecord> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const call = await readCall(books, id);
    if (call.status === 'ended') return call;
    if (performance.now() > endsAt) throw new Error(`${id} has not ended within ${timeoutMs} ms.`);
    await new Promise((again) => setTimeout(again, 200));
  }
}

/** How long caller and agent were in the room together, by the log of the voice server. */
export function presentMsOf(stack: Pick<FaultStack, 'logs'>, id: string): number {
  const stays = readServerStays(stack.logs('livekit'), roomNameOf(id));
  return Math.round(overlapMs(stays, performance.now()));
}

/** What `check_ledger()` finds wrong. */
export async function checkBooks({ query }: Books): Promise<string[]> {
  const rows = await query('select * from public.check_ledger()');
  return rows.map((row) => `the ledger does not agree: ${JSON.stringify(row)}`);
}

/** A list of what did not hold; each claim is made in words. */
export class Violations {
  readonly list: string[] = [];

  /** Notes the words unless the claim holds. */
  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.list.push(otherwise);
  }

  /** Notes what `attempt` throws, so that what comes after it is judged too. */
  async attempt(what: string, attempt: () => Promise<unknown>): Promise<void> {
    await attempt().catch((error: unknown) => {
      this.list.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
}

/** Waits until a call is being counted. */
export const untilCounting = (call: HeadlessCall, after = 0, timeoutMs = 45_000) =>
  call.waitFor('time', { where: ({ isCounting }) => isCounting, after, timeoutMs });

/** The records a part wrote for one call, oldest first. */
export function recordsOf(
  stack: Pick<FaultStack, 'logs'>,
  part: string,
  id: string,
): Record<string, unknown>[] {
  return stack
    .logs(part)
    .filter((line) => line.includes(id) && line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Lets time pass in which something is broken, or a call goes on. */
export const pass = (durationMs: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, durationMs));

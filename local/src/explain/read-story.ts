// Reads all that is known of one call from the database, as its owner; changes nothing.
import type pg from 'pg';

/** One line of a call's story. `at` is the database's moment. */
export interface StoryLine {
  at: Date;
  epoch: number;
  source: 'api' | 'agent' | 'reaper';
  kind: string;
  detail: Record<string, unknown>;
}

/** A line of the ledger that the call brought about. */
export interface StoryEntry {
  amountMs: number;
  reason: string;
  source: string;
  balanceAfterMs: number;
}

/** A call and all that is known of it. */
export interface CallRecord {
  id: string;
  requestId: string | null;
  assistant: string;
  accountId: string;
  status: string;
  epoch: number;
  endedReason: string | null;
  createdAt: Date;
  endedAt: Date | null;
  chargedMs: number;
  unbilledMs: number;
  hold: { status: string; heldMs: number; usedMs: number; reportedAt: Date | null } | null;
  lines: StoryLine[];
  entries: StoryEntry[];
}

/** A call of the last week in which something failed. */
export interface TroubledCall {
  id: string;
  createdAt: Date;
  status: string;
  endedReason: string | null;
  chargedMs: number;
  unbilledMs: number;
  stages: string[];
  lastError: string | null;
}

const idPattern = /^(call-)?[0-9a-f]{8}[0-9a-f-]{0,28}$/i;

/** A connection to ask by; a pool or a client. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** The ids of the calls meant: by id, its beginning, the room's name, or a request's id. */
export async function findCalls(database: Queryable, wanted: string): Promise<string[]> {
  const text = idPattern.test(wanted)
    ? `select id from public.voice_sessions
       where request_id = $1 or id between rpad($2, 32, '0')::uuid and rpad($2, 32, 'f')::uuid
       order by created_at limit 5`
    : 'select id from public.voice_sessions where request_id = $1 order by created_at limit 5';
  const digits = wanted.replace(/^call-/, '').replaceAll('-', '');
  const values = idPattern.test(wanted) ? [wanted, digits] : [wanted];
  const { rows } = await database.query<{ id: string }>(text, values);
  return rows.map(({ id }) => id);
}

/** The last calls in trouble, newest first. */
export async function readTroubledCalls(
  database: Queryable,
  limit: number,
): Promise<TroubledCall[]> {
  const { rows } = await database.query<TroubledCall>(
    `select voice_session_id as id, created_at as "createdAt", status,
       ended_reason as "endedReason", charged_ms::float8 as "chargedMs",
       unbilled_ms::float8 as "unbilledMs", stages, last_error as "lastError"
     from public.troubled_voice_sessions order by first_trouble_at desc limit $1`,
    [limit],
  );
  return rows;
}

/** All that is known of a call. @throws {Error} when there is none of this id. */
export async function readCall(database: Queryable, id: string): Promise<CallRecord> {
  const { rows } = await database.query(
    `select s.id, s.request_id as "requestId", a.slug as assistant, s.account_id as "accountId",
       s.status, s.epoch, s.ended_reason as "endedReason", s.created_at as "createdAt",
       s.ended_at as "endedAt", s.charged_ms::float8 as "chargedMs",
       s.unbilled_ms::float8 as "unbilledMs",
       case when h.id is not null then json_build_object(
         'status', h.status, 'heldMs', h.held_ms, 'usedMs', h.used_ms, 'reportedAt', h.reported_at
       ) end as hold
     from public.voice_sessions s
     join public.assistants a on a.id = s.assistant_id
     left join public.holds h on h.voice_session_id = s.id
     where s.id = $1`,
    [id],
  );
  const [call] = rows;
  if (!call) throw new Error(`There is no call ${id}.`);
  const { rows: lines } = await database.query<StoryLine>(
    `select at, epoch, source, kind, detail from public.voice_session_events
     where voice_session_id = $1 order by at, id`,
    [id],
  );
  const { rows: entries } = await database.query<StoryEntry>(
    `select e.amount_ms::float8 as "amountMs", e.reason, g.source,
       e.balance_after_ms::float8 as "balanceAfterMs"
     from public.ledger_entries e join public.time_grants g on g.id = e.time_grant_id
     where e.voice_session_id = $1 order by e.id`,
    [id],
  );
  const hold = call.hold && {
    ...call.hold,
    reportedAt: call.hold.reportedAt && new Date(call.hold.reportedAt),
  };
  return { ...call, hold, lines, entries };
}

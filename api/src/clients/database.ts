// Speaks to Postgres: functions as the service in one round trip, reads as the signed-in user.
import type { Logger } from '@mindbot/platform/logging';
import { inClientSpan, isTracing } from '@mindbot/platform/tracing';
import pg from 'pg';
import { describeStatement, originComment } from './statement-origin.ts';
import type { AuthenticatedUser } from './supabase.ts';

/** Postgres was not reached, is restarting, or took too long. The same request may be tried again. */
export class DatabaseUnavailableError extends Error {
  override name = 'DatabaseUnavailableError';
}

/** What the api asks of Postgres. Every method throws {@link DatabaseUnavailableError}. */
export interface Database {
  /**
   * Runs one statement as the service. It is repeated when the connection breaks under it, so it
   * must be safe to repeat: every function of ours is, by the ids its caller chose.
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one read as the user: row level security applies, and writes are refused. */
  readAs<Row extends object>(
    user: AuthenticatedUser,
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Runs one read as the service that may take long, up to the timeout. */
  queryAtLength<Row extends object>(text: string, timeoutMs: number): Promise<Row[]>;
  /** How many questions wait for a connection now. */
  countWaiting: () => number;
  /** Asks whether Postgres answers, within the timeout. */
  check(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

const STATEMENT_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;
const BIGINT_TYPE_ID = 20;

/** Makes the connection pool. `poolSize` connections at most; callers beyond that wait their turn. */
export function createDatabase(options: {
  url: string;
  poolSize: number;
  logger: Logger;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: 'mindbot-api',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS * 2,
    types: { getTypeParser },
    pipeline: true,
  } as pg.PoolConfig);
  // An idle connection that breaks (Postgres restarts) leaves the pool by itself.
  pool.on('error', (error) => options.logger.warn({ err: error }, 'an idle connection broke'));

  const prepared = prepareStatements();
  const repeat = <Result>(work: () => Promise<Result>) => repeatWhenLost(options.poolSize, work);
  return {
    query: (text, values = []) =>
      traced(text, () => {
        const comment = originComment(text);
        const statement = comment
          ? { text: `${text} ${comment}`, values: [...values] }
          : prepared(text, values);
        return repeat(async () => (await pool.query(statement)).rows);
      }),
    readAs: (user, text, values = []) =>
      traced(text, () => repeat(() => readInTransaction(pool, user, prepared(text, values)))),
    queryAtLength: (text, timeoutMs) => repeat(() => readAtLength(pool, text, timeoutMs)),
    countWaiting: () => pool.waitingCount,
    async check(timeoutMs) {
      const { promise: timeout, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => reject(new DatabaseUnavailableError(`no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      await Promise.race([pool.query('select 1'), timeout]).finally(() => clearTimeout(timer));
    },
    close: () => pool.end(),
  };
}

/** More texts than this are not ours but made up as we go: each would stay in every connection. */
const PREPARED_STATEMENTS_MAX = 500;

/**
 * Names statements, so that each connection parses and plans one only once: planning the larger
 * reads takes several times as long as running them. Statements without values may be several in
 * one text, which cannot be prepared.
 */
function prepareStatements() {
  const names = new Map<string, string>();
  return (text: string, values: readonly unknown[]): pg.QueryConfig => {
    if (!names.has(text) && values.length > 0 && names.size < PREPARED_STATEMENTS_MAX) {
      names.set(text, `mindbot_${names.size}`);
    }
    const name = names.get(text);
    return { text, values: [...values], ...(name && values.length > 0 ? { name } : {}) };
  };
}

/** A span of the request's trace, from the wait for a connection to the answer. */
function traced<Result>(text: string, work: () => Promise<Result>): Promise<Result> {
  if (!isTracing()) return work();
  const { name, attributes } = describeStatement(text);
  return inClientSpan(name, attributes, work);
}

/** Amounts are bigint, and all of them (milliseconds, entry ids) fit a JavaScript number. */
function getTypeParser(typeId: number, format?: 'text' | 'binary') {
  if (typeId === BIGINT_TYPE_ID) return Number;
  return pg.types.getTypeParser(typeId, format as 'text');
}

async function readInTransaction<Row extends object>(
  pool: pg.Pool,
  user: AuthenticatedUser,
  statement: pg.QueryConfig,
): Promise<Row[]> {
  return withClient(pool, async (client) => {
    const claims = JSON.stringify({ sub: user.id, role: 'authenticated', aud: 'authenticated' });
    // Parameters are not possible in a compound statement, so the claims are quoted as a literal.
    // The user is named twice: hosted projects read the claims, the local stand-in the older
    // single setting.
    const open =
      `begin read only; select set_config('role', 'authenticated', true), ` +
      `set_config('request.jwt.claims', ${client.escapeLiteral(claims)}, true), ` +
      `set_config('request.jwt.claim.sub', ${client.escapeLiteral(user.id)}, true)`;
    // All three go out in one round trip. Should the role not be taken on, the read's answer is
    // dropped with the failure of the first.
    const [, { rows }] = await Promise.all([
      client.query(open),
      client.query(statement),
      client.query('commit'),
    ]);
    return rows;
  });
}

async function readAtLength<Row extends object>(
  pool: pg.Pool,
  text: string,
  timeoutMs: number,
): Promise<Row[]> {
  return withClient(pool, async (client) => {
    await client.query(`begin read only; set local statement_timeout = ${Math.ceil(timeoutMs)}`);
    const long: pg.QueryConfig & { query_timeout: number } = {
      text,
      query_timeout: timeoutMs + 1_000,
    };
    const { rows } = await client.query(long);
    await client.query('commit');
    return rows;
  });
}

/** A connection whose state is unknown never goes back: it might still carry somebody's role. */
async function withClient<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/**
 * Repeats work whose connection broke. After a restart every connection of the pool is a broken one,
 * and each is only noticed when it is used: so it is tried as often as there are connections, and
 * once more on a new one. A server that is not there at all is asked twice, not so often.
 */
async function repeatWhenLost<Result>(
  poolSize: number,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const triesAllowed = isConnectionBroken(error) ? poolSize + 1 : 2;
      if (!isConnectionLost(error) || tries >= triesAllowed) throw asUnavailable(error);
    }
  }
}

function asUnavailable(error: unknown): unknown {
  if (!isConnectionLost(error) && codeOf(error) !== QUERY_CANCELED) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseUnavailableError(`Postgres: ${reason}`, { cause: error });
}

const QUERY_CANCELED = '57014';
/** SQLSTATE classes and codes of a server that goes away, starts, or has no connection left. */
const lostPattern = /^(08...|57P0[1-5]|53300)$/;
const lostCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
/** A connection that was there and is no more, as after a restart or a failover. */
const brokenCodes = new Set(['57P01', '57P02', '08003', '08006', 'ECONNRESET', 'EPIPE']);
const lostMessages =
  /connection terminated|connection timeout|timeout exceeded|query read timeout/i;

function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isConnectionBroken(error)) return true;
  const code = codeOf(error);
  if (code) return lostPattern.test(code) || lostCodes.has(code);
  return lostMessages.test(error.message);
}

function isConnectionBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isPlanOutdated(error)) return true;
  const code = codeOf(error);
  return code ? brokenCodes.has(code) : /connection terminated unexpectedly/i.test(error.message);
}

/**
 * A migration changed what a prepared statement answers: the connections that know the old answer
 * are no good any more, new ones are.
 */
const isPlanOutdated = (error: Error): boolean =>
  codeOf(error) === '0A000' && /cached plan/.test(error.message);

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

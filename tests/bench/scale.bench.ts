// Measures the database alone with up to 10,000 live calls: at full speed, at their real pace, ending.
import type pg from 'pg';
import { runClosedLoad } from '../load/closed-load.ts';
import { createLiveCalls, extendHold, type LiveCall, workerExtend } from '../load/live-calls.ts';
import { type PacedReports, runPacedReports } from '../load/paced-reports.ts';
import { watchPostgres } from '../load/postgres-usage.ts';
import {
  captureAll,
  type ExpiryWave,
  expireAll,
  saveTranscripts,
  timeIdleSweeps,
} from '../load/waves.ts';
import { cloneDatabase, type TestDatabase } from '../support/database-clone.ts';
import { startTestPostgres, type TestPostgres } from '../support/test-postgres.ts';
import type { Bench, GoalResult } from './bench.ts';

const SIZES = [100, 1_000, 10_000] as const;
const LARGEST = 10_000;
const CLIENTS = 16;
/** Each way of one size at full speed, in milliseconds a round. */
const ROUND_MS = 600;
const ROUNDS = 3;
/** As real calls report. */
const INTERVAL_MS = 10_000;

const RATIO_MIN = 0.4;
/** The largest size may be this much slower than the smallest and still count as flat. */
const FLAT_MIN = 0.8;
const CORES_MAX = 0.5;
const ONE_ACCOUNT_PER_SECOND_MIN = 3_000;
const ONE_ACCOUNT_P99_MS_MAX = 20;

/** Rates of one size, from rounds that take turns. */
interface Growth {
  liveCalls: number;
  bareUpdatesPerSecond: number;
  extensionsPerSecond: number;
  ratio: number;
  extensionP99Ms: number;
}

async function withDatabase<Result>(
  postgres: TestPostgres,
  work: (database: TestDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await cloneDatabase(postgres.adminUrl, postgres.templateName);
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

async function expectSoundLedger(database: TestDatabase): Promise<void> {
  const violations = await database.rows('select * from check_ledger()');
  if (violations.length > 0) {
    throw new Error(`check_ledger() found: ${JSON.stringify(violations.slice(0, 5))}`);
  }
}

const randomOf = (calls: readonly LiveCall[]): LiveCall => {
  const call = calls[Math.floor(Math.random() * calls.length)];
  if (!call) throw new Error('There are no calls.');
  return call;
};

/** Extends random calls for a while, from sixteen clients without a pause. */
function extendAtFullSpeed(pool: pg.Pool, calls: readonly LiveCall[], durationMs: number) {
  const busy = new Set<LiveCall>();
  return runClosedLoad(pool, { clients: CLIENTS, durationMs }, async (client) => {
    let call = randomOf(calls);
    // Two reports of one call under way at once could arrive the wrong way round.
    while (busy.has(call)) call = randomOf(calls);
    busy.add(call);
    await extendHold(client, call, 1);
    busy.delete(call);
    return true;
  });
}

/** Bare rows, and a way to update any of them, from sixteen clients without a pause. */
async function createBareRows(pool: pg.Pool, count: number) {
  await pool.query(
    'create table bench_rows (id integer primary key, value bigint) with (fillfactor = 70)',
  );
  await pool.query('insert into bench_rows select i, 0 from generate_series(1, $1::integer) i', [
    count,
  ]);
  await pool.query('vacuum analyze bench_rows');
  return (durationMs: number) =>
    runClosedLoad(pool, { clients: CLIENTS, durationMs }, async (client) => {
      const values = [1 + Math.floor(Math.random() * count)];
      const text = 'update bench_rows set value = value + 1 where id = $1';
      await client.query({ name: 'update', text, values });
      return true;
    });
}

async function measureGrowth(postgres: TestPostgres, liveCalls: number): Promise<Growth> {
  return withDatabase(postgres, async (database) => {
    const { pool } = database;
    const { calls } = await createLiveCalls(pool, liveCalls, 'own');
    const update = await createBareRows(pool, liveCalls);
    await update(ROUND_MS / 2);
    await extendAtFullSpeed(pool, calls, ROUND_MS / 2);
    const rates = { update: 0, extension: 0, p99Ms: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.update += (await update(ROUND_MS)).perSecond / ROUNDS;
      const extension = await extendAtFullSpeed(pool, calls, ROUND_MS);
      rates.extension += extension.perSecond / ROUNDS;
      rates.p99Ms += extension.p99Ms / ROUNDS;
    }
    await expectSoundLedger(database);
    return {
      liveCalls,
      bareUpdatesPerSecond: Math.round(rates.update),
      extensionsPerSecond: Math.round(rates.extension),
      ratio: rates.extension / rates.update,
      extensionP99Ms: rates.p99Ms,
    };
  });
}

/** What 10,000 calls do to a database that writes everything to disk, from first to last. */
async function measureLife(postgres: TestPostgres, payers: 'own' | 'one') {
  return withDatabase(postgres, async (database) => {
    const { pool } = database;
    const { calls, created, activated } = await createLiveCalls(pool, LARGEST, payers);
    const update = await createBareRows(pool, payers === 'one' ? 1 : LARGEST);
    const bare = await update(ROUND_MS * ROUNDS);
    const full = await extendAtFullSpeed(pool, calls, ROUND_MS * ROUNDS);
    const paced = (report: typeof extendHold, warmUpMs: number, durationMs: number) =>
      runPacedReports(pool, calls, { intervalMs: INTERVAL_MS, warmUpMs, durationMs, report });
    // The first round after a checkpoint writes whole pages; what is measured is the long run.
    const extended = await paced(extendHold, INTERVAL_MS, INTERVAL_MS);
    const asWorkers = await paced(workerExtend, 2_000, INTERVAL_MS);
    const idle = await timeIdleSweeps(database);
    const half = LARGEST / 2;
    const use = await watchPostgres(pool);
    const saved = await saveTranscripts(database, calls.slice(0, half));
    const savedUse = await use();
    const captured = await captureAll(database, calls.slice(0, half));
    const expired = await expireAll(database, half);
    await expectSoundLedger(database);
    return {
      created,
      activated,
      bare,
      full,
      extended,
      asWorkers,
      idle,
      saved,
      savedUse,
      captured,
      expired,
    };
  });
}

const megabytes = (bytes: number) => Math.round(bytes / 10_000) / 100;
const share = (cores: number | null) =>
  cores === null ? 'unknown' : `${Math.round(cores * 500) / 10} % of two cores`;

const pacedRow = (name: string, paced: PacedReports) => ({
  name,
  perSecond: paced.perSecond,
  p50Ms: paced.p50Ms,
  p99Ms: paced.p99Ms,
  maxMs: paced.maxMs,
  cores: paced.cores,
  walMegabytesPerSecond: megabytes((paced.walBytes * paced.perSecond) / paced.reports),
  walBytesPerReport: Math.round(paced.walBytes / paced.reports),
  hotShare: paced.hotShare,
});

const expiryRow = (name: string, { calls, tookMs, perSecond, statementP99Ms }: ExpiryWave) => ({
  name,
  count: calls,
  tookMs,
  perSecond,
  p99Ms: statementP99Ms,
});

type Life = Awaited<ReturnType<typeof measureLife>>;

function judge(growth: readonly Growth[], own: Life, one: Life): GoalResult[] {
  const ratios = growth.map(({ ratio }) => ratio);
  const [smallest, largest] = [growth[0], growth.at(-1)];
  const flatness = (largest?.extensionsPerSecond ?? 0) / (smallest?.extensionsPerSecond ?? 1);
  const shown = growth.map(
    (row) => `${row.ratio.toFixed(2)} (${row.extensionsPerSecond}/s) at ${row.liveCalls}`,
  );
  return [
    {
      id: 'P2',
      figure: `ratio ${shown.join(', ')}`,
      baseline: `bare update ${growth.map((row) => row.bareUpdatesPerSecond).join(', ')}/s`,
      isHeld: Math.min(...ratios) >= RATIO_MIN,
    },
    {
      id: 'P2',
      figure: `${Math.round(flatness * 100)} % of the rate of 100 calls at 10,000`,
      baseline: null,
      isHeld: flatness >= FLAT_MIN,
    },
    {
      id: 'P2',
      figure: `${own.extended.perSecond}/s: ${share(own.extended.cores)}, p99 ${own.extended.p99Ms} ms`,
      baseline: null,
      isHeld: own.extended.cores === null || own.extended.cores <= CORES_MAX,
    },
    {
      id: 'P3',
      figure: `${one.full.perSecond}/s at full speed`,
      baseline: `bare update of one row ${one.bare.perSecond}/s, all written to disk`,
      isHeld: one.full.perSecond >= ONE_ACCOUNT_PER_SECOND_MIN,
    },
    {
      id: 'P3',
      figure: `${one.extended.perSecond}/s: p99 ${one.extended.p99Ms} ms`,
      baseline: `p99 ${own.extended.p99Ms} ms on accounts of their own`,
      isHeld: one.extended.p99Ms <= ONE_ACCOUNT_P99_MS_MAX,
    },
  ];
}

function describe(growth: readonly Growth[], own: Life, one: Life): object {
  const wave = (name: string, load: Life['created']) => ({ name, ...load });
  return {
    growth,
    paced: [
      pacedRow('extend_hold, own accounts', own.extended),
      pacedRow('as agents report, own accounts', own.asWorkers),
      pacedRow('extend_hold, one account', one.extended),
      pacedRow('as agents report, one account', one.asWorkers),
    ],
    waves: [
      wave('bare update of 10,000 rows', own.bare),
      wave('extend_hold, own accounts', own.full),
      wave('bare update of one row', one.bare),
      wave('extend_hold, one account', one.full),
      wave('create_voice_session', own.created),
      wave('worker_activate', own.activated),
      wave('worker_add_transcript_items', own.saved),
      wave('worker_capture', own.captured),
      expiryRow('expire_holds', own.expired),
      wave('create_voice_session, one account', one.created),
      wave('worker_activate, one account', one.activated),
      wave('worker_capture, one account', one.captured),
      expiryRow('expire_holds, one account', one.expired),
    ],
    idleSweeps: own.idle,
    transcriptSave: {
      processorMs: ((own.savedUse.cores ?? 0) * 1_000) / own.saved.perSecond,
      walBytes: own.savedUse.walBytes / own.saved.count,
    },
  };
}

/** The database alone, from 100 to 10,000 live calls (P2, P3). */
export const scaleBench: Bench = {
  name: 'scale',
  about: 'the database alone with 100 to 10,000 live calls',
  goals: ['P2', 'P3'],
  minutes: 3,
  async run({ say }) {
    const growth: Growth[] = [];
    // Rates of statements are compared where no disk evens them out.
    const fast = await startTestPostgres();
    try {
      for (const size of SIZES) {
        say(`${size} live calls at full speed`);
        growth.push(await measureGrowth(fast, size));
      }
    } finally {
      await fast.stop();
    }
    const durable = await startTestPostgres({ isDurable: true });
    try {
      say(`${LARGEST} live calls at their pace, an account each`);
      const own = await measureLife(durable, 'own');
      say(`${LARGEST} live calls at their pace, on one account`);
      const one = await measureLife(durable, 'one');
      return { goals: judge(growth, own, one), details: describe(growth, own, one) };
    } finally {
      await durable.stop();
    }
  },
};

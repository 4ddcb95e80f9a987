// F6: what was done is done, but the answer is lost on its way: between job and database, between api and
// Postgres. Everybody asks again, and nothing may count twice.
import { randomUUID } from 'node:crypto';
import { createRandom, type Random } from '../support/random.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { type HttpProxy, startHttpProxy } from './http-proxy.ts';
import {
  awaitEnd,
  CHARGE_TOLERANCE_MS,
  checkBooks,
  pass,
  presentMsOf,
  readCall,
  recordsOf,
  untilCounting,
  Violations,
} from './judge-call.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const INTERVAL_MS = 1_000;
const REPORTS_SEEN = 8;
/** Statements of the api whose answers are lost now and then; all of them change something. */
const WRITES =
  /public\.(create_voice_session|set_voice_session_dispatch|request_voice_session_end|fence_voice_session|capture_hold|settle_as_reported|record_livekit_event|expire_holds)/;
const API_LOSS = 0.35;
const API_CALLS = 6;
const API_TRIES = 12;

/** Loses the first answer to everything the job writes, and now and then the second. */
async function startForgetfulSupabase(url: string, random: Random) {
  const lost = new Map<string, number>();
  const seen = new Map<string, number>();
  const proxy = await startHttpProxy(url, async ({ path, body, forward }) => {
    const answer = await forward();
    const name = /\/rpc\/(worker_\w+)/.exec(path)?.[1];
    if (!name || !answer.ok) return answer;
    const key = `${name} ${body.toString()}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times > 1 && !(times === 2 && random.chance(0.25))) return answer;
    lost.set(name, (lost.get(name) ?? 0) + 1);
    return null;
  });
  return { proxy, lost };
}

/** A statement is sent whole once, and by its name from then on. */
const PARSE = /P[\s\S]{4}(\w*)\0([^\0]*)\0/g;
const BIND = /B[\s\S]{4}\w*\0(\w*)\0/g;

/** Tells what carries a write from everything else that is said to Postgres. */
function createWriteDetector(): (sent: Buffer) => boolean {
  const names = new Set<string>();
  return (sent) => {
    const text = sent.toString('latin1');
    let isWrite = false;
    for (const [, name = '', statement = ''] of text.matchAll(PARSE)) {
      if (!WRITES.test(statement)) continue;
      isWrite = true;
      if (name !== '') names.add(name);
    }
    for (const [, name = ''] of text.matchAll(BIND)) isWrite ||= names.has(name);
    return isWrite;
  };
}

/** Between job and database. */
async function loseAnswersToTheJob(
  stack: FaultStack,
  lost: ReadonlyMap<string, number>,
): Promise<FaultOutcome> {
  const judged = new Violations();
  const caller = await stack.signUp();
  const call = await caller.call();
  const { id } = call.voiceSession;
  await untilCounting(call);
  await call.type('Please open a support ticket: my invoice is missing.');
  await judged.attempt('the ticket was not told of', () =>
    call.waitForText('agent', /ticket number/i),
  );
  await judged.attempt('reports stopped', () =>
    call.waitFor('time', {
      where: ({ usedMs }) => usedMs > REPORTS_SEEN * INTERVAL_MS,
      timeoutMs: 30_000,
    }),
  );
  const settled = await call.hangUp();
  const shownMs = call.log.last('time')?.payload.usedMs ?? 0;
  await pass(2_000);
  const record = await readCall(stack, id);
  const presentMs = presentMsOf(stack, id);
  const [{ tickets } = { tickets: -1 }] = await stack.query<{ tickets: number }>(
    'select count(*)::int as tickets from public.tickets where voice_session_id = $1',
    [id],
  );
  const chargedMs = settled.chargedMs ?? 0;
  judged.expect(record.debits === 1, `it was debited ${record.debits} times`);
  judged.expect(tickets === 1, `${tickets} tickets came of one wish`);
  judged.expect(
    chargedMs <= presentMs + CHARGE_TOLERANCE_MS,
    `charged ${chargedMs} ms for ${presentMs} ms`,
  );
  // An agent whose activation stays unanswered is replaced, and its seconds are nobody's.
  judged.expect(
    chargedMs >= shownMs - CHARGE_TOLERANCE_MS,
    `charged ${chargedMs} ms where the caller saw ${shownMs} ms`,
  );
  for (const name of [
    'worker_activate',
    'worker_extend',
    'worker_capture',
    'worker_create_ticket',
  ]) {
    judged.expect((lost.get(name) ?? 0) > 0, `no answer of ${name} was lost: nothing was shown`);
  }
  const reports = recordsOf(stack, 'agent', id).filter(({ msg }) => msg === 'used time reported');
  judged.expect(reports.length > 1, 'too few reports got through');
  judged.list.push(...(await checkBooks(stack)));
  const lostAnswers = [...lost.values()].reduce((sum, count) => sum + count, 0);
  const figures = { chargedMs, presentMs, lostAnswers, debits: record.debits, tickets };
  return { id: 'F6', title: 'answers to the job are lost', violations: judged.list, figures };
}

/** Between api and Postgres: calls are made and ended by somebody who asks until answered. */
async function loseAnswersToTheApi(stack: FaultStack, lost: () => number): Promise<FaultOutcome> {
  const judged = new Violations();
  const caller = await stack.signUp();
  const ask = async (method: string, path: string, key: string) => {
    for (let attempt = 0; attempt < API_TRIES; attempt += 1) {
      const response = await fetch(`${stack.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${caller.accessToken}`,
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        ...(method === 'POST' ? { body: '{}' } : {}),
        signal: AbortSignal.timeout(30_000),
      });
      if (response.status === 500) judged.list.push(`${path} met a bug: ${await response.text()}`);
      if (response.status < 500) return { status: response.status, body: await response.json() };
      await response.body?.cancel();
    }
    throw new Error(`${path} was never answered`);
  };
  const ids = new Set<string>();
  for (let made = 0; made < API_CALLS; made += 1) {
    const key = randomUUID();
    const first = await ask('POST', '/voice-sessions', key);
    judged.expect(first.status === 201, `a call was refused: ${JSON.stringify(first.body)}`);
    ids.add(first.body.id);
    const ended = await ask('POST', `/voice-sessions/${first.body.id}/end`, randomUUID());
    judged.expect(ended.status < 300, `an end was refused: ${JSON.stringify(ended.body)}`);
  }
  const [{ count } = { count: -1 }] = await stack.query<{ count: number }>(
    `select count(*)::int as count from public.voice_sessions s
     join public.accounts a on a.id = s.account_id where a.user_id = $1`,
    [caller.userId],
  );
  judged.expect(count === API_CALLS, `${count} calls came of ${API_CALLS} wishes`);
  for (const id of ids) {
    const record = await awaitEnd(stack, id);
    judged.expect(
      record.chargedMs === 0 && record.debits === 0,
      'a call nobody joined was charged',
    );
  }
  judged.expect(lost() > 0, 'no answer was lost: nothing was shown');
  judged.list.push(...(await checkBooks(stack)));
  const figures = { wishes: API_CALLS, calls: count, lostAnswers: lost() };
  return { id: 'F6', title: 'answers to the api are lost', violations: judged.list, figures };
}

/** The run. */
export const lostAnswers: FaultRun = {
  name: 'lost-answers',
  about: 'commits succeed and their answers are lost: job to database, api to Postgres',
  ids: ['F6'],
  minutes: 2,
  run: async ({ say, seed }: FaultContext) => {
    const random = createRandom(seed);
    const parts: { supabase?: Awaited<ReturnType<typeof startForgetfulSupabase>> } = {};
    let postgres: TcpProxy | undefined;
    let isLosing = false;
    const stack = await startFaultStack({
      environment: { METER_INTERVAL_MS: String(INTERVAL_MS) },
      agent: async ({ urls }) => {
        parts.supabase = await startForgetfulSupabase(urls.supabase, random);
        return { SUPABASE_URL: parts.supabase.proxy.url };
      },
      api: async ({ databaseUrl }) => {
        const url = new URL(databaseUrl);
        const isWrite = createWriteDetector();
        postgres = await startTcpProxy({
          to: { host: url.hostname, port: Number(url.port) },
          losesAnswerTo: (sent) => isWrite(sent) && isLosing && random.chance(API_LOSS),
        });
        url.port = String(postgres.port);
        return { DATABASE_URL: url.href };
      },
    });
    const proxy: HttpProxy | undefined = parts.supabase?.proxy;
    try {
      say('answers to the job are lost');
      const toJob = await loseAnswersToTheJob(stack, parts.supabase?.lost ?? new Map());
      say('answers to the api are lost');
      isLosing = true;
      const toApi = await loseAnswersToTheApi(stack, postgres?.lost ?? (() => 0));
      return [toJob, toApi];
    } finally {
      await stack.stop();
      await proxy?.stop();
      await postgres?.stop();
    }
  },
};

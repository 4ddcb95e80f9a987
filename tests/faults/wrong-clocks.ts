// F14: the clock of the worker, then of the api, jumps by ten minutes, ahead and behind.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Stripe from 'stripe';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import {
  CHARGE_TOLERANCE_MS,
  checkBooks,
  pass,
  presentMsOf,
  readCall,
  untilCounting,
  Violations,
} from './judge-call.ts';

const TEN_MINUTES_MS = 600_000;
const TALK_MS = 4_000;
const INTERVAL_MS = 2_000;
const SKEWS_MS = [TEN_MINUTES_MS, -TEN_MINUTES_MS];
/** The skewed process looks for its new time several times a second. */
const JUMP_MS = 500;

const nameOf = (skewMs: number) => (skewMs > 0 ? 'ahead' : 'behind');

/** The clock of one part, to be set. */
class PartClock {
  private readonly file: string;

  constructor(folder: string, part: string) {
    this.file = join(folder, part);
    writeFileSync(this.file, '0');
  }

  get environment() {
    const preload = pathToFileURL(resolve(import.meta.dirname, 'clock-skew.ts')).href;
    return { NODE_OPTIONS: `--import=${preload}`, CLOCK_SKEW_FILE: this.file };
  }

  async set(skewMs: number): Promise<void> {
    writeFileSync(this.file, String(skewMs));
    await pass(JUMP_MS);
  }
}

/** The worker's clock jumps in the middle of a call. What it charges is told by another clock. */
async function jumpDuringCall(
  stack: FaultStack,
  clock: PartClock,
  part: string,
  skewMs: number,
): Promise<FaultOutcome> {
  const judged = new Violations();
  const call = await (await stack.signUp()).call();
  await untilCounting(call);
  await pass(TALK_MS);
  await clock.set(skewMs);
  const jumpedAt = performance.now();
  await pass(TALK_MS);
  await judged.attempt('the call did not go on', () => untilCounting(call, jumpedAt));
  const { chargedMs } = await call.hangUp();
  await clock.set(0);
  const presentMs = presentMsOf(stack, call.voiceSession.id);
  judgeCharge(judged, chargedMs ?? 0, presentMs);
  judged.expect((chargedMs ?? 0) >= 2 * TALK_MS, 'the call was not counted');
  judged.list.push(...(await checkBooks(stack)));
  const title = `the ${part}'s clock jumps ten minutes ${nameOf(skewMs)} in a call`;
  const figures = { chargedMs: chargedMs ?? 0, presentMs };
  return { id: 'F14', title, violations: judged.list, figures };
}

/** An api's clock is in the tokens it signs: a call goes as any other, or it costs nothing. */
async function callWithSkewedApi(
  stack: FaultStack,
  clock: PartClock,
  skewMs: number,
): Promise<FaultOutcome> {
  const judged = new Violations();
  const caller = await stack.signUp();
  await clock.set(skewMs);
  const figures: Record<string, number | string> = {
    webhookStatus: await postSigned(stack, Date.now()),
  };
  const joined = await caller.call().catch((error: unknown) => String(error).slice(0, 90));
  if (typeof joined === 'string') figures.call = joined;
  else {
    await judged.attempt('the call does not count', () => untilCounting(joined));
    await pass(TALK_MS);
    const { chargedMs } = await joined.hangUp();
    const presentMs = presentMsOf(stack, joined.voiceSession.id);
    judgeCharge(judged, chargedMs ?? 0, presentMs);
    Object.assign(figures, { call: 'as any other', chargedMs: chargedMs ?? 0, presentMs });
  }
  await clock.set(0);
  // Whatever was refused, or could not be joined, gives its time back.
  for (const { id } of await callsOf(stack, caller.userId)) {
    await judged.attempt('a call stays open', () => stackSettles(stack, id));
  }
  if (typeof joined === 'string') {
    const charged = (await callsOf(stack, caller.userId)).filter(({ charged }) => charged > 0);
    judged.expect(charged.length === 0, 'a call nobody joined was charged');
  }
  judged.list.push(...(await checkBooks(stack)));
  const title = `the api's clock is ten minutes ${nameOf(skewMs)}`;
  return { id: 'F14', title, violations: judged.list, figures };
}

const callsOf = (stack: FaultStack, userId: string) =>
  stack.query<{ id: string; charged: number }>(
    `select s.id, coalesce(s.charged_ms, 0)::float8 as charged from public.voice_sessions s
     join public.accounts a on a.id = s.account_id where a.user_id = $1`,
    [userId],
  );

/** A call nobody joins is ended by its window. */
async function stackSettles(stack: FaultStack, id: string): Promise<void> {
  const endsAt = performance.now() + 120_000;
  while ((await readCall(stack, id)).status !== 'ended') {
    if (performance.now() > endsAt) throw new Error(`${id} is still live`);
    await pass(500);
  }
}

/** How the api answers a webhook of Stripe that was signed at this moment. */
async function postSigned(stack: FaultStack, signedAtMs: number): Promise<number> {
  const payload = JSON.stringify({ id: `evt_${randomUUID()}`, object: 'event', type: 'ping' });
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret: stack.secrets.stripeWebhookSecret,
    timestamp: Math.floor(signedAtMs / 1_000),
  });
  const response = await fetch(`${stack.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
    body: payload,
  });
  await response.body?.cancel();
  return response.status;
}

async function refuseOldSignatures(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const status = await postSigned(stack, Date.now() - TEN_MINUTES_MS);
  judged.expect(status === 401, `it was answered ${status}`);
  const title = 'a webhook signed ten minutes ago';
  return { id: 'F14', title, violations: judged.list, figures: { status } };
}

function judgeCharge(judged: Violations, chargedMs: number, presentMs: number): void {
  judged.expect(
    Math.abs(chargedMs - presentMs) <= CHARGE_TOLERANCE_MS,
    `charged ${chargedMs} ms for ${presentMs} ms`,
  );
}

/** The run. */
export const wrongClocks: FaultRun = {
  name: 'wrong-clocks',
  about: 'the clock of the worker, then of the api, jumps ten minutes ahead or behind',
  ids: ['F14'],
  minutes: 4,
  run: async ({ say }: FaultContext) => {
    const folder = mkdtempSync(join(tmpdir(), 'mindbot-clocks-'));
    const clocks = { agent: new PartClock(folder, 'agent'), api: new PartClock(folder, 'api') };
    const stack = await startFaultStack({
      environment: { METER_INTERVAL_MS: String(INTERVAL_MS) },
      api: () => clocks.api.environment,
      agent: () => clocks.agent.environment,
    });
    try {
      const outcomes: FaultOutcome[] = [await refuseOldSignatures(stack)];
      for (const skewMs of SKEWS_MS) {
        for (const part of ['agent', 'api'] as const) {
          say(`the clock of the ${part} jumps ten minutes ${nameOf(skewMs)} during a call`);
          outcomes.push(await jumpDuringCall(stack, clocks[part], part, skewMs));
        }
        say(`a call by an api whose clock is ten minutes ${nameOf(skewMs)}`);
        outcomes.push(await callWithSkewedApi(stack, clocks.api, skewMs));
      }
      return outcomes;
    } finally {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

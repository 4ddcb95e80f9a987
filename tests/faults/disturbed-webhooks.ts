// F22: LiveKit's webhooks come twice, late and in disorder, or not at all: they are hints, and the ledger
// is the same.
import { findFreePort } from '../../local/src/free-port.ts';
import type { Caller } from '../caller/caller.ts';
import { createRandom, type Random } from '../support/random.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { type HttpProxy, type ProxyDecision, startHttpProxy } from './http-proxy.ts';
import {
  awaitEnd,
  CHARGE_TOLERANCE_MS,
  checkBooks,
  pass,
  presentMsOf,
  untilCounting,
  Violations,
} from './judge-call.ts';

const INTERVAL_MS = 2_000;
const TALK_MS = 4_000;
const DELAY_MS_MAX = 3_000;
const WEBHOOK_PATH = '/webhooks/livekit';

type Mode = 'as sent' | 'dropped' | 'disturbed';

/** Stands before the api; other requests pass. */
class WebhookPath {
  mode: Mode = 'as sent';
  readonly counts = { sent: 0, delivered: 0, refused: 0 };
  readonly kept: (() => Promise<Response>)[] = [];
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  readonly decide: ProxyDecision = async ({ path, forward }) => {
    if (path !== WEBHOOK_PATH) return forward();
    this.counts.sent += 1;
    this.kept.push(forward);
    if (this.mode === 'as sent') return this.deliver(forward);
    if (this.mode === 'disturbed') {
      const copies = this.random.integer(0, 3);
      for (let copy = 0; copy < copies; copy += 1) {
        void pass(this.random.integer(0, DELAY_MS_MAX)).then(() => this.deliver(forward));
      }
    }
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  };

  /** Sends all there ever were once more, newest first. */
  async replay(): Promise<void> {
    for (const forward of [...this.kept].reverse()) await this.deliver(forward);
  }

  private async deliver(forward: () => Promise<Response>): Promise<Response> {
    const response = await forward();
    this.counts[response.ok ? 'delivered' : 'refused'] += 1;
    return response;
  }
}

const ENDS = ['hangs up', 'closes the tab', 'loses the agent'] as const;

async function callOnce(
  stack: FaultStack,
  caller: Caller,
  end: (typeof ENDS)[number],
  judged: Violations,
): Promise<{ chargedMs: number; presentMs: number }> {
  const call = await caller.call();
  const { id } = call.voiceSession;
  await untilCounting(call);
  await pass(TALK_MS);
  if (end === 'closes the tab') await call.leave();
  if (end === 'loses the agent') {
    const started = stack.logs('agent').findLast((line) => line.includes('"msg":"job started"'));
    const killedAt = performance.now();
    process.kill(JSON.parse(started ?? '{}').pid, 'SIGKILL');
    // Nobody complains: the webhook, or without it the watcher, must see for itself.
    await judged.attempt('no other agent came', () =>
      untilCounting(call, killedAt + 1_000, 30_000),
    );
  }
  if (end !== 'closes the tab') await call.hangUp();
  const record = await awaitEnd(stack, id);
  await pass(500);
  const presentMs = presentMsOf(stack, id);
  judged.expect(record.debits === 1, `a call that ${end} was debited ${record.debits} times`);
  judged.expect(
    record.chargedMs <= presentMs + CHARGE_TOLERANCE_MS,
    `who ${end} was charged ${record.chargedMs} ms for ${presentMs} ms`,
  );
  // A killed agent takes at most the time since its last report with it.
  const mayMissMs = end === 'loses the agent' ? 20_000 : CHARGE_TOLERANCE_MS;
  judged.expect(
    record.chargedMs >= presentMs - mayMissMs,
    `who ${end} was charged only ${record.chargedMs} ms for ${presentMs} ms`,
  );
  return { chargedMs: record.chargedMs, presentMs };
}

async function callUnder(
  stack: FaultStack,
  webhooks: WebhookPath,
  mode: Mode,
): Promise<FaultOutcome> {
  const judged = new Violations();
  webhooks.mode = mode;
  const caller = await stack.signUp();
  const figures: Record<string, number> = {};
  const before = { ...webhooks.counts };
  for (const end of ENDS) {
    const { chargedMs, presentMs } = await callOnce(stack, caller, end, judged);
    figures.chargedMs = (figures.chargedMs ?? 0) + chargedMs;
    figures.presentMs = (figures.presentMs ?? 0) + presentMs;
  }
  await pass(DELAY_MS_MAX);
  figures.sent = webhooks.counts.sent - before.sent;
  figures.delivered = webhooks.counts.delivered - before.delivered;
  judged.expect(figures.sent > 0, 'LiveKit sent no webhook: the run showed nothing');
  judged.list.push(...(await checkBooks(stack)));
  return { id: 'F22', title: `webhooks ${mode}`, violations: judged.list, figures };
}

const bookkeepingOf = (stack: FaultStack) =>
  stack.query(`select id, status, charged_ms, ended_reason, epoch from public.voice_sessions
    order by id`);

/** All webhooks of all calls come again when all is over. */
async function replayAll(stack: FaultStack, webhooks: WebhookPath): Promise<FaultOutcome> {
  const judged = new Violations();
  const before = await bookkeepingOf(stack);
  const [entries] = await stack.query('select count(*), sum(amount_ms) from public.ledger_entries');
  await webhooks.replay();
  await pass(2_000);
  const after = await bookkeepingOf(stack);
  const [later] = await stack.query('select count(*), sum(amount_ms) from public.ledger_entries');
  judged.expect(JSON.stringify(after) === JSON.stringify(before), 'a call changed');
  judged.expect(JSON.stringify(later) === JSON.stringify(entries), 'the ledger changed');
  judged.list.push(...(await checkBooks(stack)));
  const figures = { replayed: webhooks.kept.length };
  return { id: 'F22', title: 'all webhooks once more', violations: judged.list, figures };
}

/** The run. */
export const disturbedWebhooks: FaultRun = {
  name: 'livekit-webhooks',
  about: "LiveKit's webhooks come twice, late and in disorder, or not at all",
  ids: ['F22'],
  minutes: 4,
  run: async ({ say, seed }: FaultContext) => {
    const webhooks = new WebhookPath(createRandom(seed));
    const apiPort = await findFreePort();
    let proxy: HttpProxy | undefined;
    const stack = await startFaultStack({
      environment: { METER_INTERVAL_MS: String(INTERVAL_MS) },
      api: async ({ ports }) => {
        // The proxy takes the api's place, where LiveKit looks for it.
        proxy = await startHttpProxy(`http://127.0.0.1:${apiPort}`, webhooks.decide, ports.api);
        return { PORT: String(apiPort) };
      },
    });
    try {
      const outcomes: FaultOutcome[] = [];
      for (const mode of ['as sent', 'dropped', 'disturbed'] as const) {
        say(`webhooks ${mode}`);
        outcomes.push(await callUnder(stack, webhooks, mode));
      }
      return [...outcomes, await replayAll(stack, webhooks)];
    } finally {
      await stack.stop();
      await proxy?.stop();
    }
  },
};

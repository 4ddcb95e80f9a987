// F23: recognition, language model and synthesis fail, hang and are slow, one after the other, during calls.
import type { HeadlessCall } from '../caller/headless-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { awaitEnd, checkBooks, pass, readCall, untilCounting, Violations } from './judge-call.ts';

const PARTS = { stt: 'recognition', llm: 'the language model', tts: 'synthesis' } as const;
type Part = keyof typeof PARTS;
type Mode = 'fail' | 'hang' | 'slow';

/** Slower than anybody likes, but an answer. */
const SLOW_MS = 2_500;
/** How long a provider is away once its loss was noticed. */
const AWAY_MS = 4_000;
/** How long its loss may take to be noticed: a hanging request has its own timeout. */
const NOTICED_MS_MAX = 25_000;
const BACK_MS_MAX = 20_000;
/**
 * What of such a silence may be paid. The ledger takes no report back, and a wait is in doubt only
 * after three seconds: until then a report may have told of it.
 */
const PAID_MS_MAX = 4_500;
const END_MS_MAX = 75_000;

const order = (stack: FaultStack, fault: { part: Part; mode: Mode | 'none'; delayMs?: number }) =>
  fetch(`http://127.0.0.1:${stack.ports.speech}/sandbox/faults`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.environment.OPENAI_API_KEY}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(fault),
  }).then((response) => {
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  });

const usedMsOf = (call: HeadlessCall) => call.log.last('time')?.payload.usedMs ?? 0;

/** Has the caller do what needs this part. */
const provoke = (call: HeadlessCall, part: Part) =>
  part === 'stt' ? call.say('how-many-minutes') : call.type('What can you do?');

async function quiet(call: HeadlessCall): Promise<void> {
  await call.waitFor('agentState', {
    where: ({ state }) => state === 'listening',
    timeoutMs: 30_000,
  });
  await pass(1_500);
}

/** One part, away for a while: the clock stands still, and what nobody answered is not paid. */
async function breakForAWhile(
  stack: FaultStack,
  part: Part,
  mode: 'fail' | 'hang',
): Promise<FaultOutcome> {
  const judged = new Violations();
  const call = await (await stack.signUp()).call();
  await untilCounting(call);
  await quiet(call);
  await order(stack, { part, mode });
  await provoke(call, part);
  const askedAt = performance.now();
  const usedBeforeMs = usedMsOf(call);
  const figures: Record<string, number | string> = {};
  await judged.attempt('nobody noticed', async () => {
    const paused = await call.waitFor('time', {
      where: ({ pausedReason }) => pausedReason === 'provider_down',
      after: askedAt,
      timeoutMs: NOTICED_MS_MAX,
    });
    figures.noticedMs = Math.round(paused.at - askedAt);
    figures.paidMs = paused.payload.usedMs - usedBeforeMs;
    judged.expect(
      Number(figures.paidMs) <= PAID_MS_MAX,
      `${figures.paidMs} ms of silence were paid`,
    );
    await pass(AWAY_MS);
    judged.expect(usedMsOf(call) === paused.payload.usedMs, 'the clock ran while it was away');
    await order(stack, { part, mode: 'none' });
    const mendedAt = performance.now();
    const back = await untilCounting(call, mendedAt, BACK_MS_MAX);
    figures.recoverMs = Math.round(back.at - mendedAt);
  });
  await order(stack, { part, mode: 'none' });
  await pass(1_000);
  const answeredAfter = performance.now();
  await quiet(call);
  await call.type('How many minutes do I have left?');
  await judged.attempt('it does not answer any more', () =>
    call.waitForText('agent', /minute/i, { after: answeredAfter, timeoutMs: 20_000 }),
  );
  const shownMs = usedMsOf(call);
  const { chargedMs } = await call.hangUp();
  figures.chargedMs = chargedMs ?? 0;
  judged.expect((chargedMs ?? 0) <= shownMs + 1_500, `charged ${chargedMs}, shown ${shownMs}`);
  judged.list.push(...(await checkBooks(stack)));
  const how = mode === 'fail' ? 'fails' : 'hangs';
  return { id: 'F23', title: `${PARTS[part]} ${how}`, violations: judged.list, figures };
}

/** A slow part is a working part: the call goes on, and is paid. */
async function slowDown(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const call = await (await stack.signUp()).call();
  await untilCounting(call);
  await quiet(call);
  const figures: Record<string, number> = { delayMs: SLOW_MS };
  for (const part of Object.keys(PARTS) as Part[]) {
    await order(stack, { part, mode: 'slow', delayMs: SLOW_MS });
    const after = performance.now();
    await provoke(call, part);
    await judged.attempt(`${PARTS[part]} was not waited for`, async () => {
      const answer = await call.waitForText('agent', /\w/, { after, timeoutMs: 25_000 });
      figures[`${part}AnswerMs`] = Math.round(answer.at - after);
    });
    await order(stack, { part, mode: 'none' });
    const paused = call.log
      .all('time')
      .filter(({ at, payload }) => at >= after && payload.pausedReason === 'provider_down');
    judged.expect(paused.length === 0, `the clock stopped because ${PARTS[part]} was slow`);
    await quiet(call);
  }
  await call.hangUp();
  judged.list.push(...(await checkBooks(stack)));
  return { id: 'F23', title: 'all three are slow', violations: judged.list, figures };
}

/** A part that stays away ends the call. */
async function breakForGood(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const call = await (await stack.signUp()).call();
  await untilCounting(call);
  await quiet(call);
  await order(stack, { part: 'llm', mode: 'fail' });
  await provoke(call, 'llm');
  const askedAt = performance.now();
  const usedBeforeMs = usedMsOf(call);
  const { id } = call.voiceSession;
  await judged.attempt('the call goes on for ever', () => awaitEnd(stack, id, END_MS_MAX));
  const endedMs = Math.round(performance.now() - askedAt);
  await order(stack, { part: 'llm', mode: 'none' });
  const { chargedMs, endedReason } = await readCall(stack, id);
  const paidMs = chargedMs - usedBeforeMs;
  judged.expect(endedReason === 'agent_failed', `it ended as ${endedReason}`);
  judged.expect(paidMs <= PAID_MS_MAX, `${paidMs} ms of silence were paid`);
  judged.list.push(...(await checkBooks(stack)));
  await call.leave();
  const figures = { endedMs, chargedMs, paidMs };
  return { id: 'F23', title: 'the model stays away', violations: judged.list, figures };
}

/** The run. Reports come as often as in production: how often decides what can be given back. */
export const brokenProviders: FaultRun = {
  name: 'broken-providers',
  about: 'recognition, model and synthesis fail, hang and are slow during calls',
  ids: ['F23'],
  minutes: 6,
  run: async ({ say }: FaultContext) => {
    const stack = await startFaultStack({ environment: { SANDBOX_FAULTS: '1' } });
    try {
      const outcomes: FaultOutcome[] = [];
      for (const part of Object.keys(PARTS) as Part[]) {
        for (const mode of ['fail', 'hang'] as const) {
          say(`${PARTS[part]}: ${mode}`);
          const outcome = await breakForAWhile(stack, part, mode);
          say(`  ${JSON.stringify(outcome.figures)} ${outcome.violations.join('; ')}`);
          outcomes.push(outcome);
        }
      }
      say('all three are slow');
      outcomes.push(await slowDown(stack));
      say('the model stays away');
      return [...outcomes, await breakForGood(stack)];
    } finally {
      await stack.stop();
    }
  },
};

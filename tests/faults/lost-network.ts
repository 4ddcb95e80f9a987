// F17: the caller's network is away for twelve seconds, or for good, in a network namespace of their own.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import type { ChildCall } from '../caller/child-call.ts';
import { readServerStays } from '../caller/presence.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { awaitEnd, checkBooks, pass, readCall, recordsOf, Violations } from './judge-call.ts';
import { type CallerNetwork, makeCallerNetwork, whyNoNamespaces } from './network-namespace.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const TALK_MS = 6_000;
const CUT_MS = 12_000;
/** How long a caller may take to be back once their network is. */
const RETURN_MS_MAX = 20_000;
/** What of a lost network's time may be paid: the way to the last sign of life, and its rhythm. */
const PAID_MS_MAX = 4_000;
/** From the loss to the end of the call: noticing it, the grace, and a moment. */
const END_MS_MAX = 50_000;

interface Surroundings {
  stack: FaultStack;
  network: CallerNetwork;
  apiUrl: string;
}

/** A call out of the namespace, being counted. */
async function callFromAfar({ stack, network, apiUrl }: Surroundings): Promise<ChildCall> {
  const caller = await stack.signUp();
  const call = await caller.callFromChild({ prefix: network.prefix, apiUrl });
  await call.agentReady();
  await pass(TALK_MS);
  return call;
}

/** Since when both are in the room, by the voice server's log, as a reading of `performance.now()`. */
function togetherSince(stack: FaultStack, id: string): number {
  const stays = readServerStays(stack.logs('livekit'), roomNameOf(id));
  return Math.max(...stays.map(({ from }) => from));
}

/** When the job noted this, as a reading of `performance.now()`; null when it has not. */
function notedAt(stack: FaultStack, id: string, msg: string, after: number): number | null {
  for (const record of recordsOf(stack, 'agent', id)) {
    const at = Date.parse(String(record.time)) - performance.timeOrigin;
    if (record.msg === msg && at >= after) return at;
  }
  return null;
}

const since = (at: number | null, from: number) => (at === null ? 'never' : Math.round(at - from));

/** F17, first half: the caller comes back into the same call. */
async function comeBack(surroundings: Surroundings): Promise<FaultOutcome> {
  const { stack, network } = surroundings;
  const judged = new Violations();
  const call = await callFromAfar(surroundings);
  const id = call.voiceSessionId;
  const { epoch } = await readCall(stack, id);
  const fromAt = togetherSince(stack, id);
  const cutAt = performance.now();
  network.cut();
  await pass(CUT_MS);
  network.mend();
  const mendedAt = performance.now();
  const { usedMs: usedBefore } = await readCall(stack, id);
  await judged.attempt('the caller did not come back', () => untilUsed(stack, id, usedBefore));
  const countedAgainAt = notedAt(stack, id, 'call is counting', cutAt);
  await pass(TALK_MS);
  const beforeLeaving = await readCall(stack, id);
  judged.expect(beforeLeaving.status === 'active', `the call is ${beforeLeaving.status}`);
  judged.expect(beforeLeaving.epoch === epoch, 'another agent came');
  const leftAt = performance.now();
  await call.leave();
  const record = await awaitEnd(stack, id);
  // Present was who could be heard: the time of the cut is nobody's.
  const withinReachMs = Math.round(leftAt - fromAt - (mendedAt - cutAt));
  const paidOfCutMs = record.chargedMs - withinReachMs;
  judged.expect(paidOfCutMs <= PAID_MS_MAX, `${paidOfCutMs} ms of the cut were paid`);
  judged.list.push(...(await checkBooks(stack)));
  const figures = {
    cutMs: CUT_MS,
    noticedMs: since(notedAt(stack, id, 'call is paused', cutAt), cutAt),
    backMs: since(countedAgainAt, mendedAt),
    chargedMs: record.chargedMs,
    withinReachMs,
    paidOfCutMs,
  };
  return { id: 'F17', title: 'the network is away for 12 s', violations: judged.list, figures };
}

/** Until a report says that more was used: the caller is served again. */
async function untilUsed(stack: FaultStack, id: string, usedBefore: number): Promise<void> {
  const endsAt = performance.now() + RETURN_MS_MAX;
  for (;;) {
    const { usedMs, status } = await readCall(stack, id);
    if (usedMs > usedBefore) return;
    if (status === 'ended') throw new Error('the call has ended');
    if (performance.now() > endsAt) throw new Error(`nothing was used for ${RETURN_MS_MAX} ms`);
    await pass(250);
  }
}

/** F17, second half: nobody comes back, and the call ends after the grace. */
async function stayAway(surroundings: Surroundings): Promise<FaultOutcome> {
  const { stack, network } = surroundings;
  const judged = new Violations();
  const call = await callFromAfar(surroundings);
  const id = call.voiceSessionId;
  const fromAt = togetherSince(stack, id);
  const cutAt = performance.now();
  network.cut();
  try {
    const record = await awaitEnd(stack, id, END_MS_MAX + 30_000);
    const endedMs = Math.round(performance.now() - cutAt);
    const withinReachMs = Math.round(cutAt - fromAt);
    const paidOfCutMs = record.chargedMs - withinReachMs;
    judged.expect(record.endedReason === 'connection_lost', `it ended as ${record.endedReason}`);
    judged.expect(endedMs <= END_MS_MAX, `it ended ${endedMs} ms after the cut`);
    judged.expect(paidOfCutMs <= PAID_MS_MAX, `${paidOfCutMs} ms of the cut were paid`);
    judged.list.push(...(await checkBooks(stack)));
    const noticedMs = since(notedAt(stack, id, 'call is paused', cutAt), cutAt);
    const figures = { noticedMs, endedMs, chargedMs: record.chargedMs, withinReachMs, paidOfCutMs };
    return { id: 'F17', title: 'the network is lost for good', violations: judged.list, figures };
  } finally {
    network.mend();
    await call.vanish();
  }
}

/** The run. */
export const lostNetwork: FaultRun = {
  name: 'lost-network',
  about: "the caller's network is away for 12 s, then for good",
  ids: ['F17'],
  minutes: 3,
  run: async ({ say }: FaultContext) => {
    const notRun = whyNoNamespaces();
    if (notRun) {
      const title = "the caller's network is away";
      return [{ id: 'F17', title, violations: [], figures: {}, notRun }];
    }
    const network = makeCallerNetwork();
    let stack: FaultStack | undefined;
    let api: TcpProxy | undefined;
    try {
      stack = await startFaultStack({ livekitAddress: network.hostAddress });
      api = await startTcpProxy({
        to: { host: '127.0.0.1', port: stack.ports.api },
        listenAt: { host: network.hostAddress, port: 0 },
      });
      const apiUrl = `http://${network.hostAddress}:${api.port}`;
      const surroundings = { stack, network, apiUrl };
      say('the network is away for 12 s');
      const back = await comeBack(surroundings);
      say('the network is lost for good');
      return [back, await stayAway(surroundings)];
    } finally {
      await stack?.stop();
      await api?.stop();
      network.remove();
    }
  },
};

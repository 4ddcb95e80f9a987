// F20: the LiveKit server restarts during calls and has forgotten every room.
import { RoomServiceClient } from 'livekit-server-sdk';
import type { Caller } from '../caller/caller.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { awaitEnd, checkBooks, pass, readCall, untilCounting, Violations } from './judge-call.ts';

const INTERVAL_MS = 2_000;
const TALK_MS = 5_000;
/** The service promises that a caller knows this soon that something is wrong. */
const TOLD_MS_MAX = 5_000;
/** By then a call is counting again, or it is over. */
const DECIDED_MS_MAX = 60_000;
/** What may be charged beyond what the caller saw as used. */
const REPORT_MS_MAX = INTERVAL_MS + 1_000;

interface Fate {
  call: HeadlessCall;
  caller: Caller;
  usedMs: number;
}

const usedMsOf = (call: HeadlessCall) => call.log.last('time')?.payload.usedMs ?? 0;

/** When the client could first know, by its own events, that the call is not as it was. */
function toldMs(call: HeadlessCall, after: number): number | 'never' {
  const seconds = call.log.all('time').filter(({ at }) => at >= after);
  const signs = [
    ...call.log.all('disconnected'),
    ...call.log.all('agentLeft'),
    ...seconds.filter(({ payload }) => !payload.isCounting),
  ]
    .map(({ at }) => at)
    .filter((at) => at >= after);
  // The page says so itself when the agent's time, due every second, does not come.
  const lastAt = call.log.last('time')?.at ?? after;
  const silentAt =
    seconds.length === 0 ? Math.max(lastAt, after) + SILENCE_MS : Number.POSITIVE_INFINITY;
  const first = Math.min(...signs, silentAt);
  return Number.isFinite(first) ? Math.round(first - after) : 'never';
}

/** After so long without a word of the agent the sdk tells that it is lost (agent-watch.ts). */
const SILENCE_MS = 4_000;

async function restartDuringCalls(stack: FaultStack): Promise<FaultOutcome> {
  const judged = new Violations();
  const fates: Fate[] = [];
  for (let index = 0; index < 2; index += 1) {
    const caller = await stack.signUp();
    fates.push({ caller, call: await caller.call(), usedMs: 0 });
  }
  await Promise.all(fates.map(({ call }) => untilCounting(call)));
  await pass(TALK_MS);
  const downAt = performance.now();
  for (const fate of fates) fate.usedMs = usedMsOf(fate.call);
  await stack.part('livekit').restart();
  const upAt = performance.now();
  const figures: Record<string, number | string> = { downMs: Math.round(upAt - downAt) };
  await Promise.all(
    fates.map(async (fate, index) => {
      const outcome = await decided(stack, fate, upAt);
      figures[`call${index + 1}`] = outcome.what;
      figures.recoverMs = Math.max(Number(figures.recoverMs ?? 0), outcome.afterMs);
    }),
  );
  for (const { call, usedMs, caller } of fates) {
    const { id } = call.voiceSession;
    const told = toldMs(call, downAt);
    figures.toldMs = told;
    judged.expect(told !== 'never' && told <= TOLD_MS_MAX, `the caller was told after ${told} ms`);
    const live = await readCall(stack, id);
    if (live.status !== 'ended') await caller.client.voiceSessions.end(id);
    const record = await awaitEnd(stack, id);
    const mostMs = Math.max(usedMs, usedMsOf(call)) + REPORT_MS_MAX;
    judged.expect(record.chargedMs <= mostMs, `charged ${record.chargedMs} of ${mostMs} at most`);
    figures.chargedMs = record.chargedMs;
    figures.usedBeforeMs = usedMs;
    await call.leave().catch(() => undefined);
  }
  const rooms = await roomsLeft(stack);
  judged.expect(rooms.length === 0, `rooms are left: ${rooms.join(', ')}`);
  judged.list.push(...(await checkBooks(stack)));
  return { id: 'F20', title: 'LiveKit restarts in calls', violations: judged.list, figures };
}

/** Until the call counts again or is over. */
async function decided(stack: FaultStack, { call }: Fate, upAt: number) {
  const endsAt = performance.now() + DECIDED_MS_MAX;
  for (;;) {
    const record = await readCall(stack, call.voiceSession.id);
    const afterMs = Math.round(performance.now() - upAt);
    if (record.status === 'ended') return { what: `ended: ${record.endedReason}`, afterMs };
    const counting = call.log.last('time');
    if (counting && counting.at > upAt + 1_000 && counting.payload.isCounting) {
      return { what: 'goes on', afterMs };
    }
    if (performance.now() > endsAt) return { what: 'undecided', afterMs };
    await pass(200);
  }
}

/** Rooms of calls which the server still has when all is over; the sweep may take its time. */
async function roomsLeft(stack: FaultStack): Promise<string[]> {
  const rooms = new RoomServiceClient(
    stack.urls.livekit.replace(/^ws/, 'http'),
    stack.secrets.livekitApiKey,
    stack.secrets.livekitApiSecret,
  );
  const endsAt = performance.now() + DECIDED_MS_MAX;
  for (;;) {
    const names = (await rooms.listRooms()).map(({ name }) => name);
    const ours = names.filter((name) => name.startsWith('call-'));
    if (ours.length === 0 || performance.now() > endsAt) return ours;
    await pass(1_000);
  }
}

/** The run. */
export const livekitRestart: FaultRun = {
  name: 'livekit-restart',
  about: 'the LiveKit server restarts during calls',
  ids: ['F20'],
  minutes: 2,
  run: async ({ say }: FaultContext) => {
    const stack = await startFaultStack({
      environment: { METER_INTERVAL_MS: String(INTERVAL_MS) },
    });
    try {
      say('LiveKit restarts');
      return [await restartDuringCalls(stack)];
    } finally {
      await stack.stop();
    }
  },
};

// Compares what calls of different ends were charged with the time both sides were in the room.
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import pg from 'pg';
import type { Stack } from '../../local/src/stack.ts';
import { type Caller, createCaller } from '../caller/caller.ts';
import type { ChildCall } from '../caller/child-call.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { endAtLosses, overlapMs, readServerStays } from '../caller/presence.ts';
import { RoomObserver } from '../caller/room-observer.ts';

const TALK_MS = 6_000;
const SHORT_BALANCE_MS = 20_000;
const SETTLE_LIMIT_MS = 90_000;

/** One call: its end, what it cost, and how long both were present as the voice server saw it. */
export interface Charge {
  end: string;
  endedReason: string | null;
  chargedMs: number;
  presentMs: number;
  /** Charged less present. */
  differenceMs: number;
}

const pass = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

/** Ends of a call of this process. */
const ENDS: Record<string, (call: HeadlessCall) => Promise<unknown>> = {
  'caller hangs up': (call) => call.hangUp(),
  'tab is closed': (call) => call.leave(),
  'agent ends': (call) => call.say('goodbye'),
};

/** Ends of a call of another process. */
const CUTS: Record<string, (call: ChildCall) => Promise<void> | void> = {
  'browser is killed': (call) => call.vanish(),
  'network is cut': (call) => call.freeze(),
};

const ORDER = [
  'caller hangs up',
  'tab is closed',
  'agent ends',
  'browser is killed',
  'network is cut',
  'out of time',
  'caller hangs up',
  'tab is closed',
  'agent ends',
  'network is cut',
];

/** Makes `count` calls, of different ends in turn. */
export async function measureCharges(
  stack: Stack,
  caller: Caller,
  count: number,
): Promise<Charge[]> {
  const charges: Charge[] = [];
  for (let index = 0; index < count; index += 1) {
    const end = ORDER[index % ORDER.length] ?? 'caller hangs up';
    charges.push(await measureCharge(stack, caller, end));
  }
  return charges;
}

async function measureCharge(stack: Stack, caller: Caller, end: string): Promise<Charge> {
  if (end === 'out of time') return measureOutOfTime(stack);
  const { beforeJoin, observing } = watch(stack);
  const cut = CUTS[end];
  if (cut) {
    const call = await caller.callFromChild({ beforeJoin });
    try {
      await call.agentReady();
      await pass(TALK_MS);
      await cut(call);
      return await settle(stack, caller, call.voiceSessionId, end, await observing);
    } finally {
      await call.vanish();
    }
  }
  const call = await caller.call({ beforeJoin });
  await call.waitFor('time', { where: ({ isCounting }) => isCounting });
  await pass(TALK_MS);
  await ENDS[end]?.(call);
  const charge = await settle(stack, caller, call.voiceSession.id, end, await observing);
  await call.leave();
  return charge;
}

/** A caller with seconds of time, who lets it run out. */
async function measureOutOfTime(stack: Stack): Promise<Charge> {
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  const { rows } = await database.query('select id, trial_ms from public.organizations limit 1');
  const setTrial = (trialMs: number) =>
    database.query('update public.organizations set trial_ms = $1 where id = $2', [
      trialMs,
      rows[0].id,
    ]);
  try {
    await setTrial(SHORT_BALANCE_MS);
    const caller = createCaller(accessOf(stack));
    await caller.signUp();
    const { beforeJoin, observing } = watch(stack);
    const call = await caller.call({ beforeJoin });
    const charge = await settle(
      stack,
      caller,
      call.voiceSession.id,
      'out of time',
      await observing,
    );
    await call.leave();
    return charge;
  } finally {
    await setTrial(rows[0].trial_ms);
    await database.end();
  }
}

async function settle(
  stack: Stack,
  caller: Caller,
  voiceSessionId: string,
  end: string,
  observer: RoomObserver,
): Promise<Charge> {
  const startedAt = performance.now();
  for (;;) {
    const { data } = await caller.client.voiceSessions.get(voiceSessionId);
    if (data?.status === 'ended') {
      // The server tells of the last departure a moment after the decision.
      await pass(500);
      const presentMs = Math.round(presenceMs(stack, data.id, observer));
      const chargedMs = data.chargedMs ?? 0;
      await observer.leave();
      const { endedReason } = data;
      return { end, endedReason, chargedMs, presentMs, differenceMs: chargedMs - presentMs };
    }
    if (performance.now() - startedAt > SETTLE_LIMIT_MS) {
      throw new Error(`"${end}" was not settled within ${SETTLE_LIMIT_MS} ms.`);
    }
    await pass(200);
  }
}

/** By the server's own log where there is one, else as the observer heard it. */
function presenceMs(stack: Stack, voiceSessionId: string, observer: RoomObserver): number {
  const stays = readServerStays(stack.logs('livekit'), roomNameOf(voiceSessionId));
  if (stays.length === 0) return observer.presentMs();
  return overlapMs(endAtLosses(stays, observer.losses), performance.now());
}

/** Watches a call's room from before the caller joins, so that not a millisecond is missed. */
function watch(stack: Stack) {
  const observing = Promise.withResolvers<RoomObserver>();
  const access = {
    livekitUrl: stack.urls.livekit,
    livekitApiKey: stack.secrets.livekitApiKey,
    livekitApiSecret: stack.secrets.livekitApiSecret,
  };
  const beforeJoin = async ({ roomName }: { roomName: string }) =>
    observing.resolve(await RoomObserver.join(access, roomName));
  return { beforeJoin, observing: observing.promise };
}

/** Where a caller of this stack calls. */
export const accessOf = (stack: Stack) => ({
  apiUrl: stack.url,
  supabaseUrl: stack.urls.supabase,
  publishableKey: stack.secrets.supabasePublishableKey,
});

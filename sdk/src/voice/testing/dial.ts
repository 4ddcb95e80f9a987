// Starts calls in tests, against a scripted api and room, and notes every event.
import { Call } from '../call.ts';
import type { ConnectOptions, VoiceCallEvents } from '../types.ts';
import type { FakeApi } from './fake-api.ts';
import { FakeRoom, fakeLivekit } from './fake-room.ts';

const EVENT_NAMES: Record<keyof VoiceCallEvents, true> = {
  time: true,
  transcript: true,
  agentState: true,
  connectionState: true,
  microphone: true,
  microphoneError: true,
  lowTime: true,
  timeAdded: true,
  goodbye: true,
  leadSaved: true,
  ticketCreated: true,
  agentLost: true,
  agentFound: true,
  audioBlocked: true,
  interrupted: true,
  failed: true,
  ended: true,
};

/** Starts a call by typing, unless the options say otherwise. */
export function dial(api: FakeApi, options: ConnectOptions = {}) {
  const events: [string, unknown][] = [];
  const on = Object.fromEntries(
    Object.keys(EVENT_NAMES).map((name) => [
      name,
      (payload: unknown) => events.push([name, payload]),
    ]),
  );
  const surroundings = { loadLivekit: async () => fakeLivekit, now: () => performance.now() };
  const call = new Call(
    { voiceSessions: api },
    { microphone: false, ...options, on },
    surroundings,
  );
  const payloads = (name: string) =>
    events.filter(([one]) => one === name).map(([, payload]) => payload);
  return { call, events, payloads };
}

/** Starts a call, and lets it join and meet an agent. */
export async function talk(api: FakeApi, options: ConnectOptions = {}) {
  const dialed = dial(api, options);
  await dialed.call.ready;
  const room = FakeRoom.made.at(-1) as FakeRoom;
  const agent = room.addAgent();
  return { ...dialed, room, agent };
}

let sequence = 0;

/** A report of the running time, newer than all before. */
export function timePacket(remainingMs: number) {
  sequence += 1;
  return { type: 'time', remainingMs, usedMs: 0, isCounting: true, pausedReason: null, sequence };
}

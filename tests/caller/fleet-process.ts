// Runs in a process of a fleet: holds some of its calls, tells what happens in them, leaves when told.
import { createMindbotClient } from '@mindbot/sdk';
import type { Occurrence } from './call-log.ts';
import { HeadlessCall } from './headless-call.ts';
import { missAgent } from './miss-agent.ts';

/** What a process of a fleet is told. */
export type FleetCommand =
  | {
      type: 'start';
      index: number;
      apiUrl: string;
      accessToken: string;
      isTalking: boolean;
      isAsking: boolean;
    }
  | { type: 'leave'; index: number };

/** What it tells; `at` is milliseconds since 1970, which all processes of a machine agree on. */
export type FleetReport =
  | { type: 'created'; index: number; voiceSessionId: string; roomName: string }
  | { type: 'occurred'; index: number; name: Occurrence['name']; at: number; payload: unknown }
  | { type: 'failed'; index: number; message: string };

/** From the end of one phrase of a talking caller to its next. */
const TALK_PAUSE_MS = 6_000;
const PHRASES = ['how-many-minutes', 'what-can-you-do', 'hello'] as const;

/** LiveKit's word for a client that left of its own will. */
const LEFT_BY_ITSELF = 1;

const calls = new Map<number, HeadlessCall>();
const report = (message: FleetReport): void => void process.send?.(message);

async function start(command: FleetCommand & { type: 'start' }): Promise<void> {
  const { index, apiUrl, accessToken, isTalking, isAsking } = command;
  const client = createMindbotClient({ baseUrl: apiUrl, getAccessToken: () => accessToken });
  const call = await HeadlessCall.start(client, {
    hasMicrophone: isTalking,
    isListening: isTalking,
    beforeJoin: async ({ id: voiceSessionId, roomName }) => {
      report({ type: 'created', index, voiceSessionId, roomName });
    },
  });
  calls.set(index, call);
  const tell = ({ name, at, payload }: Occurrence) =>
    report({ type: 'occurred', index, name, at: performance.timeOrigin + at, payload });
  call.log.follow(tell);
  for (const entry of call.log.entries) tell(entry);
  missAgent(call, isAsking ? client : null);
  if (isTalking) void talk(call, index);
}

/** Says one phrase after the other for as long as the call lasts. */
async function talk(call: HeadlessCall, index: number): Promise<void> {
  const isOver = () => call.log.last('disconnected') !== undefined || !calls.has(index);
  await call.waitFor('time', { where: ({ isCounting }) => isCounting, timeoutMs: 300_000 });
  for (let turn = index; !isOver(); turn += 1) {
    await call.say(PHRASES[turn % PHRASES.length] ?? 'hello').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, TALK_PAUSE_MS));
  }
}

async function obey(command: FleetCommand): Promise<void> {
  if (command.type === 'start') return start(command);
  const call = calls.get(command.index);
  calls.delete(command.index);
  await call?.leave();
  if (!call?.log.last('disconnected')) call?.log.add('disconnected', { reason: LEFT_BY_ITSELF });
}

process.on('disconnect', () => process.exit());
process.on('message', (command: FleetCommand) => {
  obey(command).catch((error: unknown) => {
    report({ type: 'failed', index: command.index, message: String(error) });
  });
});

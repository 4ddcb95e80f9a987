// Runs the baseline beside a stack, and calls it with the same headless caller as ours.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { MindbotClient } from '@mindbot/sdk';
import { AccessToken, AgentDispatchClient, RoomServiceClient } from 'livekit-server-sdk';
import { findFreePort } from '../../../local/src/free-port.ts';
import type { Stack } from '../../../local/src/stack.ts';
import { HeadlessCall } from '../../caller/headless-call.ts';
import type { StarterMetadata } from './job.ts';

/** As long as the greeting of the seeded assistant. */
const GREETING = "Hi, I'm Alex. How can I help you today?";
const EXIT_LIMIT_MS = 10_000;

/** A running baseline. */
export interface Starter {
  /** The worker's process id; its job processes are its children. */
  pid: number;
  call(): Promise<HeadlessCall>;
  /** Ends a call of it. */
  hangUp(call: HeadlessCall): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the worker on the stack's LiveKit, with the speech the stack's own agent has. */
export async function startStarter(stack: Stack): Promise<Starter> {
  const environment = { ...process.env, ...stack.environment };
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    env: { ...environment, AGENT_HEALTH_PORT: String(await findFreePort()) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  const { livekitApiKey, livekitApiSecret } = stack.secrets;
  const httpUrl = stack.urls.livekit.replace(/^ws/, 'http');
  const rooms = new RoomServiceClient(httpUrl, livekitApiKey, livekitApiSecret);
  const dispatches = new AgentDispatchClient(httpUrl, livekitApiKey, livekitApiSecret);

  /** What the api does for ours before it answers: the room, the dispatch, the token. */
  async function create() {
    const name = `starter-${crypto.randomUUID()}`;
    const userIdentity = `user-${crypto.randomUUID()}`;
    await rooms.createRoom({ name });
    const metadata: StarterMetadata = { greeting: GREETING, userIdentity };
    await dispatches.createDispatch(name, 'starter', { metadata: JSON.stringify(metadata) });
    const token = new AccessToken(livekitApiKey, livekitApiSecret, { identity: userIdentity });
    token.addGrant({ roomJoin: true, room: name });
    const join = { serverUrl: stack.urls.livekit, token: await token.toJwt(), roomName: name };
    return { data: { id: name, ...join }, error: null };
  }

  const client = { voiceSessions: { create } } as unknown as MindbotClient;
  return {
    pid: child.pid ?? 0,
    call: () => HeadlessCall.start(client),
    async hangUp(call) {
      await call.leave();
      await rooms.deleteRoom(call.voiceSession.roomName);
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_LIMIT_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

// The api's way to LiveKit on a real server: what is gone is fine, and the dead are told from the
// living long before the server notices.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLiveKitClient } from '../../api/src/clients/livekit.ts';
import {
  type LiveKitClient,
  LiveKitUnavailableError,
} from '../../api/src/clients/livekit-types.ts';
import { createVoiceTokens } from '../../api/src/voice/voice-tokens.ts';
import { findFreePort } from '../../local/src/free-port.ts';
import { findLivekitServer } from '../../scripts/setup/livekit-server.mjs';

const key = { apiKey: 'test-key', apiSecret: 'a-secret-for-tests-of-a-real-livekit' };
let folder: string;
let server: ChildProcess;
let apiUrl: string;
let client: LiveKitClient;
const children: ChildProcess[] = [];

beforeAll(async () => {
  const command = findLivekitServer();
  if (!command) throw new Error('No LiveKit server. Run `node scripts/setup.mjs test` first.');
  const [port, tcpPort, udpPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  folder = mkdtempSync(join(tmpdir(), 'mindbot-livekit-'));
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: { tcp_port: tcpPort, udp_port: udpPort, use_external_ip: false, node_ip: '127.0.0.1' },
    keys: { [key.apiKey]: key.apiSecret },
    logging: { level: 'error' },
  };
  writeFileSync(join(folder, 'livekit.yaml'), JSON.stringify(config), { mode: 0o600 });
  server = spawn(command, ['--config', join(folder, 'livekit.yaml')], { stdio: 'ignore' });
  apiUrl = `http://127.0.0.1:${port}`;
  client = createLiveKitClient({ apiUrl, ...key });
  await vi.waitFor(() => client.check(), { timeout: 20_000, interval: 100 });
}, 30_000);

afterAll(async () => {
  for (const child of [...children, server]) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A caller who joins with a token of ours, in a process of their own. */
async function joinAs(userId: string, roomName: string): Promise<ChildProcess> {
  const voiceTokens = createVoiceTokens({
    livekitUrl: apiUrl.replace('http', 'ws'),
    livekitApiKey: key.apiKey,
    livekitApiSecret: key.apiSecret,
    supabaseJwtSecret: 'unused-here-but-long-enough-to-be-one',
  });
  const { serverUrl, token } = await voiceTokens.signJoinToken(userId, roomName);
  const child = fork(join(import.meta.dirname, '../support/join-room.ts'), {
    env: { PATH: process.env.PATH, JOIN_URL: serverUrl, JOIN_TOKEN: token },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

test('making and deleting is safe to repeat', async () => {
  await client.createRoom('call-1');
  await client.createRoom('call-1');
  const dispatchId = await client.createDispatch('call-1', 'nobody-by-this-name', '{}');
  expect(await client.getDispatch('call-1', dispatchId)).toEqual({ id: dispatchId, jobs: [] });
  await client.deleteDispatch('call-1', dispatchId);
  await client.deleteDispatch('call-1', dispatchId);
  await client.removeParticipant('call-1', 'nobody');
  await client.deleteRoom('call-1');
  await client.deleteRoom('call-1');
  expect(await client.listParticipants('call-1')).toEqual([]);
  expect(await client.getDispatch('call-1', dispatchId)).toBeNull();
});

test('another key gets nothing', async () => {
  const stranger = createLiveKitClient({ apiUrl, ...key, apiSecret: `${key.apiSecret}-not` });
  await expect(stranger.check()).rejects.toThrow(LiveKitUnavailableError);
  await expect(stranger.createRoom('call-1')).rejects.toThrow(LiveKitUnavailableError);
});

describe('somebody in a room', () => {
  const identity = 'user-caller';

  test('answers while their process lives, and not when it was killed', async () => {
    await client.createRoom('call-2');
    const caller = await joinAs('caller', 'call-2');
    const listed = [{ identity, isAgent: false, isActive: true }];
    await expect.poll(() => client.listParticipants('call-2')).toEqual(listed);
    await expect.poll(() => client.pingParticipant('call-2', identity, 1_500)).toBe(true);
    caller.kill('SIGKILL');
    await once(caller, 'exit');
    expect(await client.pingParticipant('call-2', identity, 1_500)).toBe(false);
    // This is why we ask: the server has noticed nothing.
    expect(await client.listParticipants('call-2')).toEqual(listed);
    await client.removeParticipant('call-2', identity);
    await expect.poll(() => client.listParticipants('call-2')).toEqual([]);
  });

  test('does not answer while their process is stopped', async () => {
    await client.createRoom('call-3');
    const caller = await joinAs('caller', 'call-3');
    await expect.poll(() => client.pingParticipant('call-3', identity, 1_500)).toBe(true);
    caller.kill('SIGSTOP');
    // Its threads stop one after the other.
    await expect
      .poll(() => client.pingParticipant('call-3', identity, 1_500), { timeout: 10_000 })
      .toBe(false);
    caller.kill('SIGCONT');
  });
});

// The way to LiveKit: what we ask for, what "not there" means, and what counts as being away.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LIVEKIT_KEY } from '../testing/test-environment.ts';
import { createLiveKitClient } from './livekit.ts';
import { type LiveKitClient, LiveKitUnavailableError } from './livekit-types.ts';

interface Asked {
  method: string;
  body: Record<string, unknown>;
  grants: unknown;
}

let server: Server;
let client: LiveKitClient;
let asked: Asked[];
let answer: { status: number; body: unknown };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    asked.push({
      method: (request.url ?? '').replace('/twirp/livekit.', ''),
      body: JSON.parse(Buffer.concat(chunks).toString()),
      grants: decodeJwt(token).video,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createLiveKitClient({ apiUrl: `http://127.0.0.1:${port}`, ...LIVEKIT_KEY });
});
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: {} };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const notFound = { status: 404, body: { code: 'not_found', msg: 'no such thing' } };

test('a room has limits on how long it waits and how many it takes', async () => {
  await client.createRoom('call-1');
  expect(asked).toMatchObject([
    {
      method: 'RoomService/CreateRoom',
      body: { name: 'call-1', emptyTimeout: 120, departureTimeout: 30, maxParticipants: 4 },
      grants: { roomCreate: true },
    },
  ]);
});

test('a dispatch names the agent and carries the metadata', async () => {
  answer = { status: 200, body: { id: 'AD_1', room: 'call-1' } };
  expect(await client.createDispatch('call-1', 'mindbot', '{"epoch":1}')).toBe('AD_1');
  expect(asked).toMatchObject([
    {
      method: 'AgentDispatchService/CreateDispatch',
      body: { room: 'call-1', agentName: 'mindbot', metadata: '{"epoch":1}' },
      grants: { roomAdmin: true, room: 'call-1' },
    },
  ]);
});

test('participants and jobs come in our words', async () => {
  answer = {
    status: 200,
    body: {
      participants: [
        { identity: 'user-1', state: 'ACTIVE', kind: 'STANDARD' },
        { identity: 'agent-1', state: 'JOINING', kind: 'AGENT' },
      ],
    },
  };
  expect(await client.listParticipants('call-1')).toEqual([
    { identity: 'user-1', isAgent: false, isActive: true },
    { identity: 'agent-1', isAgent: true, isActive: false },
  ]);
  const jobs = ['JS_PENDING', 'JS_RUNNING', 'JS_SUCCESS', 'JS_FAILED'];
  const state = { jobs: jobs.map((status) => ({ id: status, state: { status } })) };
  answer = { status: 200, body: { agentDispatches: [{ id: 'AD_1', state }] } };
  expect(await client.getDispatch('call-1', 'AD_1')).toEqual({
    id: 'AD_1',
    jobs: ['pending', 'running', 'succeeded', 'failed'],
  });
});

// As livekit-server 1.11.0 answers for a room that is there, and for one that is not.
const noSuchRoom = {
  status: 503,
  body: { code: 'unavailable', msg: 'twirp error unknown: no response from servers' },
};

test.each([notFound, noSuchRoom])('what is gone already is fine: $body.code', async (missing) => {
  answer = missing;
  await client.deleteRoom('call-1');
  await client.deleteDispatch('call-1', 'AD_1');
  await client.removeParticipant('call-1', 'agent-1');
  expect(await client.listParticipants('call-1')).toEqual([]);
  expect(await client.getDispatch('call-1', 'AD_1')).toBeNull();
});

test.each([401, 500, 503])('HTTP %i is an outage', async (status) => {
  answer = { status, body: { code: 'internal', msg: 'broken' } };
  await expect(client.createRoom('call-1')).rejects.toThrow(LiveKitUnavailableError);
  await expect(client.deleteRoom('call-1')).rejects.toThrow(LiveKitUnavailableError);
  await expect(client.check()).rejects.toThrow(LiveKitUnavailableError);
});

test('a server that is not there is an outage', async () => {
  const nowhere = createLiveKitClient({ apiUrl: 'http://127.0.0.1:1', ...LIVEKIT_KEY });
  await expect(nowhere.createRoom('call-1')).rejects.toThrow(LiveKitUnavailableError);
  await expect(nowhere.pingParticipant('call-1', 'a', 100)).rejects.toThrow(
    LiveKitUnavailableError,
  );
});

describe('a sign of life', () => {
  const ping = () => client.pingParticipant('call-1', 'agent-1', 1_500);

  test('is asked of one participant', async () => {
    expect(await ping()).toBe(true);
    expect(asked).toMatchObject([
      {
        method: 'RoomService/PerformRpc',
        body: { room: 'call-1', destinationIdentity: 'agent-1', responseTimeoutMs: 1_500 },
        grants: { roomAdmin: true, room: 'call-1' },
      },
    ]);
  });

  // As livekit-server 1.11.0 words them.
  test.each([
    [400, 'invalid_argument', 'RpcError 1400: Method not supported at destination', true],
    [400, 'invalid_argument', 'RpcError 1500: Application error in method handler', true],
    [408, 'canceled', 'RpcError 1502: Response timeout', false],
    [408, 'canceled', 'RpcError 1501: Connection timeout', false],
    [503, 'unavailable', 'no response from servers', false],
    [404, 'bad_route', 'no handler for path', true],
  ])('HTTP %i %s "%s": %s', async (status, code, msg, isAlive) => {
    answer = { status, body: { code, msg: `twirp error unknown: ${msg}` } };
    expect(await ping()).toBe(isAlive);
  });

  test('is not read out of an outage', async () => {
    answer = { status: 500, body: { code: 'internal', msg: 'broken' } };
    await expect(ping()).rejects.toThrow(LiveKitUnavailableError);
  });
});

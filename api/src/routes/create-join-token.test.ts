// Coming back into a call: a fresh token for its room while it lives, none after.
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';

const api = useApi();

test('a running call can be joined again by its caller', async () => {
  const { user, id, roomName } = await startCall(api);
  const { status, body } = await api.ask('POST', `/api/v1/voice-sessions/${id}/token`, { user });
  expect(status).toBe(201);
  expect(body).toMatchObject({ roomName, serverUrl: 'ws://127.0.0.1:2' });
  const claims = decodeJwt(body.token);
  expect(claims.sub).toBe(`user-${user.userId}`);
  expect(claims.video).toMatchObject({ room: roomName, roomJoin: true, roomAdmin: false });
  const livesMs = Date.parse(body.tokenExpiresAt) - Date.now();
  expect(livesMs).toBeLessThanOrEqual(300_000);
});

test('an ended call cannot be joined', async () => {
  const { user, id } = await startCall(api, { hasAgent: false });
  await api.ask('POST', `/api/v1/voice-sessions/${id}/end`, { user });
  const { status, body } = await api.ask('POST', `/api/v1/voice-sessions/${id}/token`, { user });
  expect([status, body.code]).toEqual([409, 'call_ended']);
});

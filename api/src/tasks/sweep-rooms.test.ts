// Rooms that outlived their calls, and rooms that are none of ours.
import { randomUUID } from 'node:crypto';
import { roomNameOf } from '@mindbot/platform/dispatch-metadata';
import { expect, test } from 'vitest';
import { startCall, useApi } from '../testing/use-api.ts';
import { createExpireHoldsTask } from './expire-holds.ts';
import { createSweepRoomsTask } from './sweep-rooms.ts';

const api = useApi();
const sweep = () => createSweepRoomsTask(api.services).run();

test('a room whose closing LiveKit did not hear of is closed later, and live ones stay', async () => {
  const over = await startCall(api, { usedMs: 1_000 });
  api.livekit.setAway(true);
  await api.db.passTime(40_000);
  await createExpireHoldsTask(api.services).run();
  api.livekit.setAway(false);
  const live = await startCall(api, { usedMs: 1_000 });
  expect(api.livekit.rooms.has(over.roomName)).toBe(true);

  // Just ended: whoever ended it is about to close it.
  await sweep();
  expect(api.livekit.rooms.has(over.roomName)).toBe(true);
  await api.db.passTime(11_000);
  await sweep();
  expect(api.livekit.rooms.has(over.roomName)).toBe(false);
  expect(api.livekit.rooms.has(live.roomName)).toBe(true);
});

test('rooms of calls we do not know, and of others, are left alone', async () => {
  const names = [roomNameOf(randomUUID()), 'somebody-elses-meeting'];
  for (const name of names) await api.livekit.createRoom(name);
  await sweep();
  for (const name of names) expect(api.livekit.rooms.has(name)).toBe(true);
});

test('a server that is away fails the run and nothing else', async () => {
  api.livekit.setAway(true);
  await expect(sweep()).rejects.toThrow('LiveKit');
  api.livekit.setAway(false);
});

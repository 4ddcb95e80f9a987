// Who was in a room when, read from the log of the LiveKit server as it really is written.
import { expect, test } from 'vitest';
import { overlapMs, readServerStays } from './presence.ts';

const line = (ts: number, msg: string, participant: string) =>
  JSON.stringify({ ts: (performance.timeOrigin + ts) / 1_000, msg, participant, room: 'call-1' });

test('an end that was written before its beginning ends the stay all the same', () => {
  const lines = [
    line(1_000, 'participant active', 'user-1'),
    line(2_600, 'participant closing', 'agent-1'),
    line(2_500, 'participant active', 'agent-1'),
  ];
  const stays = readServerStays(lines, 'call-1');
  expect(stays.map(({ identity, to }) => [identity, to === null])).toEqual([
    ['user-1', true],
    ['agent-1', false],
  ]);
  expect(Math.round(overlapMs(stays, 9_000))).toBe(100);
});

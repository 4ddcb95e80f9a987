// Guards the log tests wait on: the past counts unless told otherwise, and nobody waits for ever.
import { expect, test } from 'vitest';
import { CallLog } from './call-log.ts';
import { endAtLosses, overlapMs, readServerStays, type Stay } from './presence.ts';

test('finds what happened before it was asked for', async () => {
  const log = new CallLog();
  log.add('agentState', { state: 'speaking' });
  const { payload } = await log.waitFor('agentState');
  expect(payload.state).toBe('speaking');
});

test('waits for what fits, and only from the moment given on', async () => {
  const log = new CallLog();
  log.add('agentState', { state: 'speaking' });
  const after = performance.now();
  const where = ({ state }: { state: string }) => state === 'speaking';
  const waiting = log.waitFor('agentState', { where, after });
  log.add('agentState', { state: 'listening' });
  log.add('agentState', { state: 'speaking' });
  expect(await waiting).toBe(log.entries[2]);
});

test('tells what it saw when nothing comes', async () => {
  const log = new CallLog();
  log.add('agentState', { state: 'thinking' });
  await expect(log.waitFor('disconnected', { timeoutMs: 1 })).rejects.toThrow(/thinking/);
});

const stay = (isAgent: boolean, from: number, to: number | null): Stay => ({
  isAgent,
  identity: isAgent ? 'agent' : 'user',
  from,
  to,
});

test.each([
  ['both from 10 to 40', [stay(false, 0, 40), stay(true, 10, 60)], 30],
  ['an agent that is replaced', [stay(false, 0, 90), stay(true, 10, 20), stay(true, 50, null)], 50],
  ['two agents at once', [stay(false, 0, 50), stay(true, 0, 30), stay(true, 20, 50)], 50],
  ['a caller who comes back', [stay(false, 0, 20), stay(false, 30, 40), stay(true, 0, 100)], 30],
  ['a caller alone', [stay(false, 0, 50)], 0],
])('counts presence with %s', (_case, stays, expected) => {
  expect(overlapMs(stays, 100)).toBe(expected);
});

test('ends all stays where the server starts anew, having been killed', () => {
  const log = (seconds: number, msg: string, rest: object = {}) =>
    JSON.stringify({ ts: performance.timeOrigin / 1000 + seconds, msg, ...rest });
  const caller = { participant: 'user-1', room: 'call-1' };
  const stays = readServerStays(
    [
      log(1, 'participant active', caller),
      log(5, 'starting LiveKit server'),
      log(7, 'participant active', caller),
    ],
    'call-1',
  );
  expect(stays.map(({ from, to }) => [from, to].map((at) => at && Math.round(at)))).toEqual([
    [1_000, 5_000],
    [7_000, null],
  ]);
});

test('reads stays from the log of the server, and ends them where a connection is lost', () => {
  const log = (seconds: number, msg: string, participant: string, room = 'call-1') =>
    JSON.stringify({
      level: 'info',
      ts: performance.timeOrigin / 1000 + seconds,
      msg,
      participant,
      room,
    });
  const stays = readServerStays(
    [
      log(1, 'participant active', 'user-1'),
      log(1, 'participant active', 'observer-1'),
      log(1, 'participant active', 'user-2', 'call-2'),
      log(2, 'participant active', 'agent-1'),
      '{ half a line of call-1',
      log(9, 'participant closing', 'user-1'),
      log(10, 'participant closing', 'agent-1'),
    ],
    'call-1',
  );
  expect(stays.map(({ identity, isAgent }) => [identity, isAgent])).toEqual([
    ['user-1', false],
    ['agent-1', true],
  ]);
  expect(Math.round(overlapMs(stays, 20_000))).toBe(7_000);
  const cut = endAtLosses(stays, [{ identity: 'user-1', at: 5_000 }]);
  expect(Math.round(overlapMs(cut, 20_000))).toBe(3_000);
});

// Guards the reasons: the server's word when it gave one, else the likeliest by how LiveKit let go.
import { expect, test } from 'vitest';
import type { VoiceSession } from '../types.ts';
import { agentStateOf } from './agent-state.ts';
import { endOf, isEndedReason, reasonOfDisconnect } from './ended-reason.ts';

test.each([
  [1, 'user_hung_up'],
  [2, 'moved'],
  [3, 'shutdown'],
  [4, 'closed_by_admin'],
  [5, 'agent_ended'],
  [10, 'agent_ended'],
  [0, 'connection_lost'],
  [9, 'connection_lost'],
  [undefined, 'connection_lost'],
])('LiveKit reason %o is %s', (disconnectReason, expected) => {
  expect(reasonOfDisconnect(disconnectReason)).toBe(expected);
});

test('only words of the closed list are reasons', () => {
  expect(isEndedReason('idle')).toBe(true);
  expect(isEndedReason('toString')).toBe(false);
  expect(isEndedReason(5)).toBe(false);
});

const SESSION = { status: 'ended', endedReason: 'idle', chargedMs: 1_000, balanceAfterMs: 2_000 };

test('a settled voice session says how it ended', () => {
  expect(endOf(SESSION as VoiceSession)).toEqual({
    reason: 'idle',
    chargedMs: 1_000,
    balanceMs: 2_000,
  });
});

test.each([{ status: 'active' }, { endedReason: null }])('with %o it is not settled', (changes) => {
  expect(endOf({ ...SESSION, ...changes } as VoiceSession)).toBeNull();
});

test.each([
  ['initializing', 'waiting'],
  ['pre-connect-buffering', 'waiting'],
  ['failed', 'waiting'],
  [undefined, 'waiting'],
  ['idle', 'listening'],
  ['listening', 'listening'],
  ['thinking', 'thinking'],
  ['speaking', 'speaking'],
])('agent state %s is shown as %s', (attribute, expected) => {
  expect(agentStateOf(attribute)).toBe(expected);
});

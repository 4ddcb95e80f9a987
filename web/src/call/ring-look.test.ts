// Holds the ring to saying "paused" only when the server does.
import { expect, test } from 'vitest';
import { snapshotOf, stateAfter, TIME } from './call-fixtures.ts';
import { pendingMsOf, ringLookOf } from './ring-look.ts';

const look = (...events: Parameters<typeof stateAfter>) => ringLookOf(stateAfter(...events));

test('a counting time is a solid arc', () => {
  expect(look(snapshotOf())).toEqual({ mode: 'solid', note: 'left' });
});

test('before the first report nothing has started', () => {
  const waiting = snapshotOf({ agentState: 'waiting', time: null });
  expect(look(waiting)).toEqual({ mode: 'outline', note: 'not_started' });
});

test('a time the server paused is dashed and says so', () => {
  const time = { ...TIME, isCounting: false, pausedReason: 'user_lost' as const };
  expect(look(snapshotOf({ time }))).toEqual({ mode: 'dashed', note: 'not_counting' });
});

test('reconnecting is dashed and unsure, but never claims that time is paused', () => {
  expect(look(snapshotOf({ connectionState: 'reconnecting' }))).toEqual({
    mode: 'dashed',
    note: 'checking',
  });
});

test('a time without news is frozen', () => {
  const time = { ...TIME, isStale: true };
  expect(look(snapshotOf({ time }))).toEqual({ mode: 'frozen', note: 'checking' });
});

test('time being paid is hatched until the agent counts it', () => {
  const opened = { type: 'top_up_opened', addedMs: 900_000 } as const;
  const paid = { type: 'top_up_paid', addedMs: 900_000 } as const;
  const reported = { type: 'time_added', addedMs: 900_000 } as const;
  expect(look(snapshotOf(), opened).note).toBe('pending');
  expect(look(snapshotOf(), opened, paid).note).toBe('pending');
  expect(pendingMsOf(stateAfter(snapshotOf(), opened, paid))).toBe(900_000);
  expect(look(snapshotOf(), opened, paid, reported).note).toBe('left');
  expect(look(snapshotOf(), opened, { type: 'top_up_failed' }).note).toBe('left');
});

// Holds live events to a fresh balance, and to asking for it no more often than makes sense.
import type { EventListener, LiveEvent } from '@mindbot/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LISTENING } from '../call/call-fixtures.ts';
import { type CallState, IDLE_STATE } from '../call/call-state.ts';
import { createLiveEvents } from './live-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const CHANGED: LiveEvent = { type: 'balance_changed', accountId: 'a' };

function makeLiveEvents(state: CallState = IDLE_STATE) {
  let listener: EventListener | undefined;
  const close = vi.fn();
  const refresh = vi.fn(async () => {});
  const recheckTime = vi.fn();
  const subscribe = (given: EventListener) => {
    listener = given;
    return { close };
  };
  const live = createLiveEvents({
    client: { events: { subscribe } as never },
    balance: { refresh },
    call: { getState: () => state, recheckTime },
  });
  return {
    live,
    refresh,
    recheckTime,
    close,
    tell: (event: LiveEvent) => listener?.onEvent(event),
  };
}

test('the balance is asked for at once when it changed, and when the stream came back', () => {
  const { live, refresh, tell } = makeLiveEvents();
  live.start();
  tell({ type: 'ready' });
  expect(refresh).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5_000);
  tell(CHANGED);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('many changes in a row are asked about twice: at the first and after the last', () => {
  const { live, refresh, tell } = makeLiveEvents();
  live.start();
  for (let count = 0; count < 20; count += 1) tell(CHANGED);
  expect(refresh).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('a running call, which counts for itself, has the balance asked for rarely', () => {
  const { live, refresh, tell } = makeLiveEvents({
    ...IDLE_STATE,
    key: 'listening',
    snapshot: LISTENING,
  });
  live.start();
  tell(CHANGED);
  tell(CHANGED);
  vi.advanceTimersByTime(14_999);
  expect(refresh).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('the agent of a running call is told that time was added or taken', () => {
  const calm = makeLiveEvents();
  calm.live.start();
  calm.tell(CHANGED);
  expect(calm.recheckTime).not.toHaveBeenCalled();
  const { live, recheckTime, tell } = makeLiveEvents({
    ...IDLE_STATE,
    key: 'listening',
    snapshot: LISTENING,
  });
  live.start();
  tell({ type: 'ready' });
  tell(CHANGED);
  expect(recheckTime).toHaveBeenCalledTimes(1);
});

test('every event is passed on, until nobody listens', () => {
  const { live, tell } = makeLiveEvents();
  const heard: string[] = [];
  const stop = live.on(({ type }) => heard.push(type));
  live.start();
  tell({ type: 'notice_created', noticeId: 'n', kind: 'receipt' });
  stop();
  tell(CHANGED);
  expect(heard).toEqual(['notice_created']);
});

test('nothing is left running after stopping', () => {
  const { live, refresh, close, tell } = makeLiveEvents();
  const stop = live.start();
  tell(CHANGED);
  tell(CHANGED);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(close).toHaveBeenCalledOnce();
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

// Holds the page's call to what the person asked for, in whatever order answers come.
import type { ConnectOptions, VoiceCall, VoiceCallSnapshot } from '@mindbot/sdk/voice';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeSettings } from '../settings.ts';
import { LISTENING, STARTING, TIME } from './call-fixtures.ts';
import { createCallStore } from './call-store.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
});
afterEach(() => {
  vi.useRealTimers();
  changeSettings({ isHoldToTalk: false, areCaptionsAnnounced: false, microphoneId: '' });
  vi.unstubAllGlobals();
});

function fakeCall() {
  let snapshot = STARTING;
  let listener = () => {};
  const end = vi.fn(async () => ({ reason: 'user_hung_up' as const, chargedMs: 1, balanceMs: 1 }));
  const mute = vi.fn(async () => {});
  const call = {
    get snapshot() {
      return snapshot;
    },
    subscribe: (next: () => void) => {
      listener = next;
      return () => {};
    },
    end,
    mute,
    getLevels: () => ({ user: 0.5, agent: 0.25 }),
  } as unknown as VoiceCall;
  const show = (change: Partial<VoiceCallSnapshot>) => {
    snapshot = { ...LISTENING, ...change };
    listener();
  };
  return { call, end, mute, show };
}

function storeWith(call: VoiceCall) {
  const connect = vi.fn(async (_options: ConnectOptions) => call);
  return { connect, store: createCallStore({ connect, now: () => performance.now() }) };
}

test('starts with the chosen agent and microphone, or with none to type', async () => {
  const { call } = fakeCall();
  const { connect, store } = storeWith(call);
  await store.start({ assistant: 'alex', isTypedOnly: false });
  expect(connect.mock.lastCall?.[0]).toMatchObject({ assistant: 'alex', microphone: true });
  changeSettings({ microphoneId: 'headset' });
  await store.start({ isTypedOnly: false });
  expect(connect.mock.lastCall?.[0]).toMatchObject({ microphone: 'headset' });
  await store.start({ isTypedOnly: true });
  expect(connect.mock.lastCall?.[0]).toMatchObject({ microphone: false });
});

test('shows what the sdk shows, and the loudness of the call', async () => {
  const { call, show } = fakeCall();
  const { store } = storeWith(call);
  await store.start({ isTypedOnly: false });
  expect(store.getState().key).toBe('connecting');
  show({ agentState: 'speaking' });
  expect(store.getState().key).toBe('speaking');
  expect(store.getLevels()).toEqual({ user: 0.5, agent: 0.25 });
});

test('cancelling before any time ran goes back to the start and hangs up', async () => {
  const { call, end, show } = fakeCall();
  const { connect, store } = storeWith(call);
  await store.start({ isTypedOnly: false });
  show({ agentState: 'waiting', time: null });
  store.end();
  expect(store.getState().key).toBe('idle');
  expect(connect.mock.lastCall?.[0].signal?.aborted).toBe(true);
  // Aborting the signal is what hangs up; a second way would end the call twice.
  expect(end).not.toHaveBeenCalled();
  show({ agentState: 'speaking' });
  expect(store.getState().key).toBe('idle');
});

test('a call cancelled while the library loads never shows', async () => {
  const { call } = fakeCall();
  const loading = Promise.withResolvers<VoiceCall>();
  const store = createCallStore({ connect: () => loading.promise, now: () => 0 });
  const starting = store.start({ isTypedOnly: false });
  store.end();
  loading.resolve(call);
  await starting;
  expect(store.getState().key).toBe('idle');
});

test('hanging up a running call waits for what the server settles', async () => {
  const { call, end, show } = fakeCall();
  const { store } = storeWith(call);
  await store.start({ isTypedOnly: false });
  show({ time: TIME });
  store.end();
  expect(end).toHaveBeenCalledOnce();
  show({ connectionState: 'ending', time: TIME });
  expect(store.getState().key).toBe('ending');
});

test('a library that cannot be loaded is a network failure, not a silent page', async () => {
  const store = createCallStore({ connect: () => Promise.reject(new Error()), now: () => 0 });
  const said: string[] = [];
  store.onAnnouncement(({ text }) => said.push(text));
  await store.start({ isTypedOnly: false });
  expect(store.getState().key).toBe('failed');
  expect(said.at(-1)).toMatch(/cannot reach MindBot/);
});

test('holding to talk begins with a closed microphone', async () => {
  changeSettings({ isHoldToTalk: true });
  const { call, mute, show } = fakeCall();
  const { store } = storeWith(call);
  await store.start({ isTypedOnly: false });
  show({});
  show({});
  expect(mute).toHaveBeenCalledOnce();
});

test('waits grow long by themselves, and nothing ticks after the call', async () => {
  const { call, show } = fakeCall();
  const { store } = storeWith(call);
  await store.start({ isTypedOnly: false });
  show({ agentState: 'waiting', time: null });
  vi.advanceTimersByTime(8500);
  expect(store.getState().isSlow).toBe(true);
  show({ ended: { reason: 'no_agent', chargedMs: 0, balanceMs: 1 } });
  expect(vi.getTimerCount()).toBe(0);
});

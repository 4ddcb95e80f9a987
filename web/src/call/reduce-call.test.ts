// Holds the state machine to the table of call states, row by row.
import type { VoiceCallSnapshot, VoiceError } from '@mindbot/sdk/voice';
import { describe, expect, test } from 'vitest';
import { LISTENING, STARTING, snapshotOf, stateAfter, TIME, utterance } from './call-fixtures.ts';
import { type CallEvent, type CallStateKey, IDLE_STATE } from './call-state.ts';
import { CALL_STATES } from './call-states.ts';
import { reduceCall } from './reduce-call.ts';

const failure = (code: string): Partial<VoiceCallSnapshot> => ({
  ...STARTING,
  failure: { code, message: code } as VoiceError,
});
const waiting = { agentState: 'waiting', time: null } as const;
const ended = { reason: 'user_hung_up', chargedMs: 1, balanceMs: 1 } as const;
const providerDown = { ...TIME, isCounting: false, pausedReason: 'provider_down' } as const;

const rows: [CallStateKey, Partial<VoiceCallSnapshot>, CallEvent[]?][] = [
  ['idle_no_time', failure('insufficient_time')],
  ['requesting_mic', { ...STARTING, microphone: 'requesting' }],
  ['mic_denied', failure('microphone_blocked')],
  ['mic_missing', failure('microphone_not_found')],
  ['mic_busy', failure('microphone_busy')],
  ['mic_unsupported', failure('microphone_unsupported')],
  ['failed', failure('voice_unavailable')],
  ['failed', failure('network_error')],
  ['connecting', STARTING],
  ['connecting', { ...STARTING, voiceSessionId: 'call' }],
  ['waiting', { ...waiting, agentState: 'connecting' }],
  ['waiting', waiting],
  ['agent_lost', { isAgentLost: true, agentState: 'waiting' }],
  ['paused', { time: providerDown }],
  ['listening', {}],
  ['typing_only', { microphone: 'off' }],
  ['thinking', { agentState: 'thinking' }],
  ['speaking', { agentState: 'speaking' }],
  ['speaking', { agentState: 'speaking', microphone: 'muted' }],
  ['interrupted', {}, [{ type: 'interrupted' }]],
  ['muted', { microphone: 'muted' }],
  ['reconnecting', { connectionState: 'reconnecting' }],
  ['goodbye', { agentState: 'speaking' }, [{ type: 'goodbye' }]],
  ['ending', { connectionState: 'ending' }],
  ['ended', { ended }],
];

describe('the table of call states', () => {
  test.each(rows)('%s', (key, snapshot, events = []) => {
    expect(
      stateAfter({ type: 'started', isTypedOnly: false }, snapshotOf(snapshot), ...events).key,
    ).toBe(key);
  });

  test('is reached in every row', () => {
    const reached = new Set<string>(['idle', ...rows.map(([key]) => key)]);
    expect(Object.keys(CALL_STATES).filter((key) => !reached.has(key))).toEqual([]);
  });
});

describe('waits', () => {
  test.each([
    ['requesting_mic', { ...STARTING, microphone: 'requesting' }, 8000],
    ['waiting', waiting, 8000],
    ['thinking', { agentState: 'thinking' }, 6000],
    ['reconnecting', { connectionState: 'reconnecting' }, 2000],
  ] as const)('%s grows long after its patience and not before', (_key, snapshot, patienceMs) => {
    const state = reduceCall(IDLE_STATE, snapshotOf(snapshot), 0);
    const before = reduceCall(state, { type: 'tick' }, patienceMs - 1);
    expect(before.isSlow).toBe(false);
    expect(reduceCall(before, { type: 'tick' }, patienceMs).isSlow).toBe(true);
  });

  test('a tick that changes nothing returns the same object', () => {
    const state = stateAfter(snapshotOf());
    expect(reduceCall(state, { type: 'tick' }, 99_000_000)).toBe(state);
  });

  test('"You interrupted" gives way to listening', () => {
    const state = stateAfter(snapshotOf(), { type: 'interrupted' });
    expect(reduceCall(state, { type: 'tick' }, 60_000).key).toBe('listening');
  });

  test('an interruption is forgotten when the agent goes on', () => {
    const state = stateAfter(
      snapshotOf(),
      { type: 'interrupted' },
      snapshotOf({ agentState: 'thinking' }),
      snapshotOf(),
    );
    expect(state.key).toBe('listening');
  });
});

const left = (remainingMs: number) => snapshotOf({ time: { ...TIME, remainingMs } });

describe('low time', () => {
  test('opens the sheet at each threshold, also after "Later"', () => {
    const low = stateAfter(left(121_000), left(120_000));
    expect(low).toMatchObject({ level: 'low', isLowSheetOpen: true });
    const later = reduceCall(low, { type: 'low_sheet_closed' }, 0);
    expect(reduceCall(later, left(100_000), 0).isLowSheetOpen).toBe(false);
    expect(reduceCall(later, left(30_000), 0)).toMatchObject({
      level: 'critical',
      isLowSheetOpen: true,
    });
  });

  test('does not open before the clock starts', () => {
    const time = { ...TIME, remainingMs: 20_000, isCounting: false } as const;
    const state = stateAfter(snapshotOf({ time: { ...time, pausedReason: 'not_started' } }));
    expect(state.isLowSheetOpen).toBe(false);
  });

  test('added time closes the sheet, takes back the goodbye and is said', () => {
    const added: CallEvent = { type: 'time_added', addedMs: 900_000 };
    const state = stateAfter(left(20_000), { type: 'goodbye' }, added, left(920_000));
    expect(state).toMatchObject({
      key: 'listening',
      level: 'plenty',
      isLowSheetOpen: false,
      topUp: { status: 'added', addedMs: 900_000 },
    });
  });

  test('a failed payment keeps what was to be added', () => {
    const opened: CallEvent = { type: 'top_up_opened', addedMs: 900_000 };
    const state = stateAfter(left(98_000), opened, { type: 'top_up_failed' });
    expect(state.topUp).toEqual({ status: 'failed', addedMs: 900_000 });
    expect(reduceCall(state, { type: 'top_up_closed' }, 0).topUp).toBeNull();
  });
});

describe('buying in a call', () => {
  const opened: CallEvent = { type: 'top_up_opened', addedMs: 900_000 };
  const paid: CallEvent = { type: 'top_up_paid', addedMs: 900_000 };
  const reported: CallEvent = { type: 'time_added', addedMs: 899_000 };

  test('payment and agent tell of the same time once, in either order', () => {
    const payment = stateAfter(left(98_000), opened, paid);
    expect(payment).toMatchObject({ topUp: { status: 'added' }, paidMs: 900_000 });
    const both = reduceCall(payment, reported, 0);
    expect(both).toMatchObject({ paidMs: 0 });
    expect(both.topUp).toBe(payment.topUp);
    const agentFirst = stateAfter(left(98_000), opened, reported);
    expect(agentFirst).toMatchObject({ topUp: { status: 'added' }, paidMs: 0 });
    expect(reduceCall(agentFirst, paid, 0).topUp).toBe(agentFirst.topUp);
  });

  test('time from elsewhere does not close a form that is open', () => {
    const state = stateAfter(left(98_000), opened, { type: 'time_added', addedMs: 60_000 });
    expect(state.topUp).toEqual({ status: 'pending', addedMs: 900_000 });
  });

  test('a form put aside stays open, until the next threshold or a press brings it back', () => {
    const hidden = stateAfter(left(98_000), opened, { type: 'top_up_hidden' });
    expect(hidden).toMatchObject({ topUpView: 'hidden', topUp: { status: 'pending' } });
    expect(reduceCall(hidden, left(97_000), 0).topUpView).toBe('hidden');
    expect(reduceCall(hidden, left(30_000), 0).topUpView).toBe('suggested');
    expect(reduceCall(hidden, { type: 'add_time_opened' }, 0).topUpView).toBe('open');
  });

  test('what came of a form put aside is shown', () => {
    const hidden = stateAfter(left(98_000), opened, { type: 'top_up_hidden' });
    for (const event of [paid, reported, { type: 'top_up_failed' } as const]) {
      expect(reduceCall(hidden, event, 0).topUpView).toBe('suggested');
    }
  });

  test('"Later" closes a choice the person had opened, too', () => {
    const open = stateAfter(left(400_000), { type: 'add_time_opened' });
    expect(open.topUpView).toBe('open');
    expect(reduceCall(open, { type: 'low_sheet_closed' }, 0).topUpView).toBe('suggested');
  });

  test('closing after a failure closes the sheet, and an open form stays', () => {
    const close: CallEvent = { type: 'low_sheet_closed' };
    const failed = stateAfter(left(98_000), opened, { type: 'top_up_failed' }, close);
    expect(failed.topUp).toBeNull();
    expect(stateAfter(left(98_000), opened, close).topUp?.status).toBe('pending');
    expect(stateAfter(left(98_000), opened, { type: 'top_up_unsure' }).topUp?.status).toBe(
      'unsure',
    );
  });

  test('putting away the last purchase leaves a choice that was just opened', () => {
    const again = stateAfter(left(98_000), { type: 'add_time_opened' }, { type: 'top_up_closed' });
    expect(again.topUpView).toBe('open');
  });

  test('time paid during the goodbye is shown at once, and takes it back when it counts', () => {
    const state = stateAfter(left(0), { type: 'goodbye' }, opened, paid);
    expect(state).toMatchObject({ key: 'goodbye', topUp: { status: 'added' } });
    expect(reduceCall(state, reported, 0)).toMatchObject({ key: 'listening', isGoodbye: false });
  });
});

describe('what the agent has done', () => {
  const ticket = { type: 'ticket_created', ticketId: 't', number: 7, subject: 'Headset' } as const;

  test('stands after the words it followed, once', () => {
    const said = snapshotOf({ transcript: [utterance({ id: 'said' })] });
    const state = stateAfter(said, ticket, ticket);
    expect(state.notes).toEqual([
      { kind: 'ticket', id: 't', afterItemId: 'said', number: 7, subject: 'Headset' },
    ]);
  });
});

test('a new call starts from nothing', () => {
  const state = stateAfter(
    left(20_000),
    { type: 'goodbye' },
    { type: 'started', isTypedOnly: true },
  );
  expect(state).toMatchObject({
    ...IDLE_STATE,
    key: 'connecting',
    isTypedOnly: true,
    sinceMs: 2000,
  });
  expect(reduceCall(stateAfter(snapshotOf(LISTENING)), { type: 'reset' }, 5)).toBe(IDLE_STATE);
});

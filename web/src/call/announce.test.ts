// Holds the announcer to the table: what is spoken, how urgently, and above all what is not.
import type { VoiceError } from '@mindbot/sdk/voice';
import { expect, test } from 'vitest';
import { callStateCopy } from '../copy/call.ts';
import { announce, announceCaption } from './announce.ts';
import { LISTENING, STARTING, snapshotOf, stateAfter, TIME, utterance } from './call-fixtures.ts';
import { type CallEvent, type CallState, IDLE_STATE } from './call-state.ts';
import { reduceCall } from './reduce-call.ts';

const left = (remainingMs: number) => snapshotOf({ time: { ...TIME, remainingMs } });

/** Everything spoken while events happen, each at its time in milliseconds. */
function spoken(...events: [CallEvent, number][]): string[] {
  let state: CallState = IDLE_STATE;
  return events.flatMap(([event, atMs]) => {
    const next = reduceCall(state, event, atMs);
    const said = announce(state, next).map(({ politeness, text }) => `${politeness}: ${text}`);
    state = next;
    return said;
  });
}

test('ten minutes on a fake clock speak two warnings and the goodbye, and nothing else', () => {
  const seconds = Array.from({ length: 600 }, (_, index): [CallEvent, number] => [
    left(600_000 - index * 1000),
    index * 1000,
  ]);
  expect(spoken(...seconds, [{ type: 'goodbye' }, 600_000])).toEqual([
    'polite: 2 minutes left.',
    'assertive: 30 seconds left.',
    'assertive: Time is up. Goodbye for now.',
  ]);
});

test('a threshold passed unseen is spoken with the true time', () => {
  expect(spoken([left(20_000), 0])).toEqual(['assertive: 20 seconds left.']);
});

test('listening, speaking and short thinking are silent', () => {
  expect(
    spoken(
      [snapshotOf(), 0],
      [snapshotOf({ agentState: 'thinking' }), 1000],
      [{ type: 'tick' }, 6900],
      [snapshotOf({ agentState: 'speaking' }), 6950],
      [{ type: 'interrupted' }, 7000],
      [snapshotOf(), 7100],
    ),
  ).toEqual([]);
});

test('long thinking and long reconnecting are spoken once', () => {
  const reconnecting = snapshotOf({ connectionState: 'reconnecting' });
  expect(
    spoken(
      [snapshotOf({ agentState: 'thinking' }), 0],
      [{ type: 'tick' }, 6000],
      [{ type: 'tick' }, 6500],
      [reconnecting, 7000],
      [{ type: 'tick' }, 9000],
      [{ type: 'tick' }, 9500],
    ),
  ).toEqual(['polite: Still working on it.', 'assertive: Reconnecting. Please wait.']);
});

test('a reconnection of less than two seconds is not spoken', () => {
  const reconnecting = snapshotOf({ connectionState: 'reconnecting' });
  expect(spoken([snapshotOf(), 0], [reconnecting, 100], [snapshotOf(), 2000])).toEqual([]);
});

test('starting a call is spoken step by step', () => {
  expect(
    spoken(
      [{ type: 'started', isTypedOnly: false }, 0],
      [snapshotOf({ ...STARTING, microphone: 'requesting' }), 10],
      [snapshotOf({ ...STARTING, voiceSessionId: 'call' }), 2000],
      [snapshotOf({ agentState: 'waiting', time: null }), 3000],
      [{ type: 'tick' }, 11_000],
      [snapshotOf(), 12_000],
    ),
  ).toEqual([
    'polite: Connecting. Time has not started.',
    'polite: Allow the microphone in your browser.',
    'polite: Connecting. Time has not started.',
    'polite: The agent is joining.',
    'polite: Still trying.',
  ]);
});

test('failures are assertive and name themselves', () => {
  const failure = { code: 'microphone_blocked', message: '' } as VoiceError;
  const busy = { code: 'too_many_calls', message: '' } as VoiceError;
  expect(spoken([snapshotOf({ ...STARTING, failure }), 0])).toEqual([
    `assertive: ${callStateCopy.mic_denied.line}`,
  ]);
  expect(spoken([snapshotOf({ ...STARTING, failure: busy }), 0])).toEqual([
    'assertive: You already have three calls running. End one of them first.',
  ]);
  expect(spoken([snapshotOf({ isAgentLost: true }), 0])).toEqual([
    'assertive: The agent dropped out. Finding another. Time is paused.',
  ]);
});

test('muting, blocked sound and payments are spoken', () => {
  expect(
    spoken(
      [snapshotOf({ microphone: 'muted' }), 0],
      [snapshotOf({ isAudioBlocked: true }), 10],
      [{ type: 'top_up_opened', addedMs: 900_000 }, 20],
      [{ type: 'top_up_failed' }, 30],
      [{ type: 'time_added', addedMs: 900_000 }, 40],
    ),
  ).toEqual([
    'polite: You are muted. Time still counts.',
    'assertive: Your browser paused the sound.',
    'polite: Payment is open. The call goes on.',
    'assertive: Payment did not go through.',
    'polite: 15 minutes added.',
  ]);
});

test('captions are read once, when finished, and only the agent’s', () => {
  const states = [
    snapshotOf({ transcript: [utterance({ isFinal: false, text: 'Hel' })] }),
    snapshotOf({ transcript: [utterance({ isFinal: false, text: 'Hello' })] }),
    snapshotOf({ transcript: [utterance({ text: 'Hello.' })] }),
    snapshotOf({ transcript: [utterance({ text: 'Hello.' })], agentState: 'listening' }),
    snapshotOf({
      transcript: [utterance({ text: 'Hello.' }), utterance({ id: 'me', speaker: 'user' })],
    }),
  ].map((event) => stateAfter(snapshotOf(LISTENING), event));
  const read = states.flatMap((next, index) => {
    const previous = states[index - 1] ?? stateAfter(snapshotOf(LISTENING));
    return announceCaption(previous, next)?.text ?? [];
  });
  expect(read).toEqual(['Hello.']);
});

test('a payment that the agent reports too is spoken once', () => {
  expect(
    spoken(
      [snapshotOf(), 0],
      [{ type: 'top_up_opened', addedMs: 900_000 }, 10],
      [{ type: 'top_up_hidden' }, 20],
      [{ type: 'top_up_paid', addedMs: 900_000 }, 30],
      [{ type: 'time_added', addedMs: 900_000 }, 40],
    ),
  ).toEqual(['polite: Payment is open. The call goes on.', 'polite: 15 minutes added.']);
});

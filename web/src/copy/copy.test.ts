// Holds the copy dictionary to being complete: no state, ending or failure without its words.
import type { EndedReason, MindbotError, TimeGrantSource } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import { CALL_STATES } from '../call/call-states.ts';
import { failureText } from '../failure-text.ts';
import { endedTitle } from '../receipt/ended-title.ts';
import { ledgerCopy, sourceCopy } from './account.ts';
import { callStateCopy } from './call.ts';
import { authFailureCopy } from './landing.ts';
import { microphoneHelpCopy } from './microphone-help.ts';
import { endActionCopy, endedCopy } from './receipt.ts';
import { failureCopy } from './shell.ts';

const endedReasons = Object.keys({
  user_hung_up: 0,
  agent_ended: 0,
  out_of_time: 0,
  idle: 0,
  max_length: 0,
  connection_lost: 0,
  no_agent: 0,
  agent_failed: 0,
  moved: 0,
  closed_by_admin: 0,
  shutdown: 0,
} satisfies Record<EndedReason, 0>) as EndedReason[];

test.each(endedReasons)('a call that ended by %s says why and what to do', (reason) => {
  expect(endActionCopy[endedCopy[reason].action]).toMatch(/./);
  const times = { startedAt: '2026-11-21T10:00:00Z', endedAt: '2026-11-21T10:30:00Z' };
  const known = endedTitle({ endedReason: reason, chargedMs: 60_000, ...times });
  const unknown = endedTitle({
    endedReason: reason,
    chargedMs: null,
    startedAt: null,
    endedAt: null,
  });
  for (const title of [known, unknown]) expect(title).toMatch(/^[A-Z][^{}]+\.$/);
});

test('a call that reached its length says which', () => {
  const call = {
    endedReason: 'max_length',
    chargedMs: 1_800_000,
    startedAt: '2026-11-21T10:00:00Z',
    endedAt: '2026-11-21T10:30:00.400Z',
  } as const;
  expect(endedTitle(call)).toBe('Calls last up to 30 minutes.');
});

test('every call state has a word, and every spoken one a sentence', () => {
  expect(Object.keys(callStateCopy)).toEqual(Object.keys(CALL_STATES));
  for (const [key, { politeness }] of Object.entries(CALL_STATES)) {
    const copy: { word: string; line: string; slowLine?: string } =
      callStateCopy[key as keyof typeof callStateCopy];
    expect(copy.word).toMatch(/./);
    if (politeness !== 'silent') expect(copy.slowLine ?? copy.line).toMatch(/./);
  }
});

test('every failure a person can run into has its own sentence', () => {
  const codes: MindbotError['code'][] = [
    'unauthenticated',
    'not_found',
    'insufficient_time',
    'too_many_calls',
    'rate_limited',
    'assistant_not_found',
    'call_ended',
    'voice_unavailable',
    'network_error',
    'timeout',
  ];
  for (const code of codes) expect(failureText(code)).not.toBe(failureCopy.other);
  expect(failureText('internal_error')).toBe(failureCopy.other);
  expect(failureText('toString')).toBe(failureCopy.other);
});

test('every source of time has a name', () => {
  const sources: TimeGrantSource[] = [
    'trial',
    'card',
    'promo',
    'referral',
    'subscription',
    'manual',
  ];
  for (const source of sources) {
    expect(sourceCopy[source]).toMatch(/./);
    expect(ledgerCopy.granted[source]).toMatch(/./);
  }
});

test('microphone steps end by trying again, for every browser', () => {
  for (const kind of ['chrome', 'edge', 'firefox', 'safari', 'ios', 'android'] as const) {
    expect(microphoneHelpCopy[kind].at(-1)).toBe('Press Try again.');
  }
});

test('no auth failure is without words', () => {
  for (const text of Object.values(authFailureCopy)) expect(text).toMatch(/\.$/);
});

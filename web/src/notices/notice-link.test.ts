// Holds notices to leading where they promise, and to keeping out of a call's last seconds.
import type { Notice } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import { LISTENING } from '../call/call-fixtures.ts';
import { type CallState, IDLE_STATE } from '../call/call-state.ts';
import { noticeLinkCopy } from '../copy/notices.ts';
import { canInterrupt } from './can-interrupt.ts';
import { noticeLink } from './notice-link.ts';

test('low time leads to buying', () => {
  const link = { href: '/buy', text: 'Buy time', isElsewhere: false };
  expect(noticeLink({ kind: 'low_time', url: '/buy' })).toEqual(link);
});

test('the account is opened at the section a notice is about', () => {
  const top = noticeLink({ kind: 'auto_top_up_failed', url: '/account' });
  expect(top?.href).toBe('/account#auto-top-up');
  expect(noticeLink({ kind: 'of_tomorrow', url: '/account' })).toMatchObject({
    href: '/account',
    text: 'Open',
  });
});

test('a receipt opens elsewhere, and only a secure address is followed', () => {
  const url = 'https://pay.example/receipt';
  expect(noticeLink({ kind: 'receipt', url })).toMatchObject({ href: url, isElsewhere: true });
  for (const bad of ['javascript:alert(1)', '//elsewhere.example', 'http://elsewhere.example']) {
    expect(noticeLink({ kind: 'receipt', url: bad })).toBeNull();
  }
  expect(noticeLink({ kind: 'receipt', url: null })).toBeNull();
});

test('every kind has a link that says what it does', () => {
  noticeLinkCopy satisfies Record<Notice['kind'], string>;
  for (const text of Object.values(noticeLinkCopy)) expect(text).toMatch(/^[A-Z].+[a-z]$/);
});

const inCall: CallState = { ...IDLE_STATE, key: 'listening', snapshot: LISTENING };

test.each([
  ['outside a call', IDLE_STATE, 'receipt', true],
  ['in a call', inCall, 'referral_rewarded', true],
  ['that the call tells itself', inCall, 'low_time', false],
  ['with seconds left', { ...inCall, level: 'critical' as const }, 'referral_rewarded', false],
  ['while saying goodbye', { ...inCall, isGoodbye: true }, 'referral_rewarded', false],
  ['while ending', { ...inCall, key: 'ending' as const }, 'referral_rewarded', false],
])('a notice %s', (_name, call, kind, isAllowed) => {
  expect(canInterrupt(call, kind)).toBe(isAllowed);
});

// Guards every mail: both parts say the same, nothing hostile gets through, all links lead to us.
import { describe, expect, test } from 'vitest';
import { NOTICE_KINDS, type NoticeKind, type NoticeTopic } from '../notices/notice-kinds.ts';
import { createUnsubscribeTokens } from './unsubscribe-tokens.ts';
import { type NoticeLetter, writeNoticeEmail } from './write-notice-email.ts';

const publicUrl = 'https://voice.example.com';
const unsubscribeTokens = createUnsubscribeTokens('a-secret-for-tests-that-signs-nothing-real');
const userId = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
const organizationId = '00000000-0000-4000-8000-000000000001';

const write = (kind: NoticeKind, data: unknown = {}, letter: Partial<NoticeLetter> = {}) =>
  writeNoticeEmail(
    {
      noticeId: '7f0c6b1e-6f0b-4a3f-9a57-0f6f2d9f6f0e',
      userId,
      organizationId,
      organizationName: 'MindBot',
      kind,
      topic: 'receipt',
      data,
      email: 'grace@example.org',
      displayName: 'Grace',
      ...letter,
    },
    { publicUrl, unsubscribeTokens },
  );

/** What a person reads of HTML. */
const readable = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<title>.*<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const receipt = {
  packageName: '2 hours',
  quantity: 1,
  timeMs: 7_200_000,
  amountMinor: 1_560,
  currency: 'EUR',
  cardBrand: 'visa',
  cardLast4: '4242',
};

const full = {
  ...receipt,
  remainingMs: 240_000,
  daysLeft: 7,
  expiresAt: '2026-11-28T09:30:00.000Z',
  refundedMinor: 780,
  disputeStatus: 'open',
  planName: 'Monthly',
  includedMs: 3_600_000,
  grantedMs: 3_600_000,
  rewardMs: 600_000,
  periodEndAt: '2026-12-21T09:30:00+00:00',
  overageMinorPerMinute: 15,
  overageCapMinor: 1_000,
};

describe.each(NOTICE_KINDS)('%s', (kind) => {
  test('says the same in HTML and in text, whatever facts there are', async () => {
    for (const data of [full, {}, null, { timeMs: 'much', currency: '€', expiresAt: 'soon' }]) {
      const { subject, html, text } = await write(kind, data);
      const words = readable(html).replaceAll(/\s+/g, ' ');
      expect(words).toContain(subject);
      for (const line of text.split('\n').filter((part) => /^[A-Z].*[.!?]$/.test(part))) {
        expect(words).toContain(line);
      }
      for (const part of [text, words]) {
        expect(part).not.toMatch(/undefined|null|NaN|\[object/);
      }
    }
  });

  test('leads to our own address alone, over addresses that are whole', async () => {
    const { html, text } = await write(kind, full);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url ?? '');
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) expect(link.startsWith(`${publicUrl}/`)).toBe(true);
    for (const [url] of text.matchAll(/\S+:\/\/\S+/g)) expect(links).toContain(url);
  });
});

test('a receipt lists what was bought, for how much and with what', async () => {
  const { subject, html, text } = await write('receipt', receipt);
  expect(subject).toBe('Your time has been added');
  for (const part of [text, readable(html)]) {
    expect(part).toContain('We added 2 h to your account');
    expect(part).toContain('€15.60');
    expect(part).toContain('Visa ··4242');
  }
  const three = await write('receipt', { ...receipt, quantity: 3 });
  expect(three.text).toContain('3 × 2 hours');
});

test('a mail about money that is not real says TEST', async () => {
  const { subject, html, text } = await write('receipt', { ...receipt, isTest: true });
  expect(subject).toBe('TEST: Your time has been added');
  for (const part of [text, readable(html)]) {
    expect(part).toContain('TEST: ');
    expect(part).toContain('no real money has moved');
  }
});

test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onclick='x", '&amp;'])(
  'the hostile name %s stays text',
  async (name) => {
    const mail = await write(
      'receipt',
      { ...receipt, packageName: name, cardBrand: name },
      { organizationName: name, displayName: name },
    );
    expect(mail.html).not.toMatch(/<script|<img|<[^>]+ onclick/);
    expect(readable(mail.html)).toContain(name);
    expect(mail.text).toContain(name);
  },
);

test('a receipt address that no browser should open is left out', async () => {
  const safe = await write('receipt', { ...receipt, receiptUrl: 'https://pay.example.com/r?a&b' });
  expect(safe.html).toContain('href="https://pay.example.com/r?a&amp;b"');
  for (const receiptUrl of ['javascript:alert(1)', 'data:text/html,x', '//evil.example']) {
    const { html, text } = await write('receipt', { ...receipt, receiptUrl });
    expect(html + text).not.toContain(receiptUrl);
  }
});

test('the same notice is the same mail, and another one is another', async () => {
  const [first, again] = [await write('receipt'), await write('receipt')];
  expect(first.messageId).toBe('<notice-7f0c6b1e-6f0b-4a3f-9a57-0f6f2d9f6f0e@voice.example.com>');
  expect(again.messageId).toBe(first.messageId);
  const other = await write('receipt', {}, { noticeId: userId });
  expect(other.messageId).not.toBe(first.messageId);
});

describe('a mail one can decline', () => {
  test('carries the one-click header, and its token names the reader and the topic', async () => {
    const { headers, text } = await write('low_time', {}, { topic: 'low_time' });
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const [, url = ''] = /^<(.*)>$/.exec(headers['List-Unsubscribe'] ?? '') ?? [];
    expect(text).toContain(`No more mails about little time left: ${url}`);
    expect(url.startsWith(`${publicUrl}/api/v1/unsubscribe?token=`)).toBe(true);
    const token = new URL(url).searchParams.get('token') ?? '';
    expect(await unsubscribeTokens.verify(token)).toEqual({
      userId,
      organizationId,
      topic: 'low_time',
    });
  });

  test('is told from one that is always sent', async () => {
    const { headers, text } = await write('payment_failed', {}, { topic: null });
    expect(Object.keys(headers)).toEqual(['Auto-Submitted']);
    expect(text).toContain('You always get this one');
    expect(text).not.toContain('unsubscribe');
  });
});

describe('an unsubscribe token', () => {
  const claims = { userId, organizationId, topic: 'receipt' as NoticeTopic };

  test('of another service, changed or cut off is refused', async () => {
    const token = await unsubscribeTokens.sign(claims);
    const others = createUnsubscribeTokens('another-secret-for-tests-that-is-long-enough');
    expect(await others.verify(token)).toBeNull();
    const [payload = '', signature = ''] = token.split('.');
    const otherUser = Buffer.from(JSON.stringify({ ...claims, userId: organizationId })).toString(
      'base64url',
    );
    for (const bad of [
      '',
      '.',
      payload,
      `${payload}.`,
      `${payload}.${signature.slice(1)}`,
      `${otherUser}.${signature}`,
      `${token}.x`,
      'x'.repeat(5_000),
    ]) {
      expect(await unsubscribeTokens.verify(bad)).toBeNull();
    }
  });

  test('about what is always mailed does not exist', async () => {
    const token = await unsubscribeTokens.sign({ ...claims, topic: 'payment_failed' as never });
    expect(await unsubscribeTokens.verify(token)).toBeNull();
  });
});

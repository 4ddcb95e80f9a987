// The notices of the previews, and the stream that brings a new one.
import type { Notice, NoticePage, NoticePreferences } from '@mindbot/sdk';

const HOUR_MS = 3_600_000;
const now = Date.now();

const told: [kind: Notice['kind'], title: string, text: string, url: string | null][] = [
  [
    'low_time',
    'Your time is running low',
    'You have 4 min left. Add time before your next call and nothing will interrupt it.',
    '/buy',
  ],
  [
    'receipt',
    'TEST: Your time has been added',
    'Thank you. 2 h is on your account.',
    'https://pay.example/receipt',
  ],
  [
    'auto_top_up_failed',
    'An automatic top-up did not go through',
    'Your time ran low, but your card could not be charged. No time was added. The card has not enough money on it. We will try again in an hour at the earliest; after three failures in a row we stop.',
    '/account',
  ],
  [
    'referral_rewarded',
    'You got time for a referral',
    '15 min is on your account. Thank you for bringing people together.',
    '/account',
  ],
  [
    'time_expiring',
    'Some of your time expires soon',
    '12 min will expire on 3 December. The card that ends soonest is used first, so your next call will use it.',
    '/',
  ],
  [
    'subscription_ended',
    'Your subscription has ended',
    'There will be no more payments for Plus. Time that is left on your account stays until it expires.',
    '/buy',
  ],
];

/** One page of notices; two are unread, with `full` all and many more. */
export function noticePage(variant: string): NoticePage {
  if (variant === 'empty') return { items: [], nextCursor: null, unreadCount: 0 };
  const isFull = variant === 'full';
  const items: Notice[] = told.map(([kind, title, text, url], index) => ({
    id: `notice-${index}`,
    kind,
    title,
    text,
    url,
    createdAt: new Date(now - index * 9 * HOUR_MS).toISOString(),
    readAt:
      index < 2 || isFull || (variant.endsWith('_notice') && index === 3)
        ? null
        : new Date(now).toISOString(),
  }));
  return { items, nextCursor: isFull ? 'more' : null, unreadCount: isFull ? 14 : 2 };
}

/** What comes by email. */
export const NOTICE_PREFERENCES: NoticePreferences = {
  email: {
    low_time: true,
    time_expiring: true,
    receipt: true,
    auto_top_up: true,
    referral: false,
    subscription: true,
  },
};

/** The event stream, open for as long as it is read; some variants hear of a new notice. */
export function eventStream(variant: string): Response {
  const isInCall = variant.endsWith('_notice');
  // A running call tells of low time by itself; the line is for the rest.
  const notice = isInCall
    ? { noticeId: 'notice-3', kind: 'referral_rewarded' }
    : { noticeId: 'notice-0', kind: 'low_time' };
  const told = variant.includes('notice')
    ? `event: notice_created\ndata: ${JSON.stringify(notice)}\n\n`
    : '';
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`event: ready\ndata: {}\n\n${told}`));
    },
  });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
}

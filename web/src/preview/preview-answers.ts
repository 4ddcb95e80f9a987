// Answers the sdk's requests in a preview, in the shapes of the api.
import type {
  Balance,
  LedgerEntry,
  TimeGrantSource,
  VoiceSession,
  VoiceSessionListItem,
} from '@mindbot/sdk';
import {
  autoTopUp,
  PACKAGES,
  PLANS,
  paymentMethods,
  payments,
  referral,
  subscription,
  subscriptionForm,
} from './preview-money.ts';
import { eventStream, NOTICE_PREFERENCES, noticePage } from './preview-notices.ts';
import { answerPurchase } from './preview-purchases.ts';
import { TRANSCRIPT } from './preview-transcript.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const now = Date.now();
const ago = (ms: number) => new Date(now - ms).toISOString();
const alex = { id: 'a1', slug: 'alex', name: 'Alex' };

const assistants = [
  {
    ...alex,
    description: 'Friendly and quick: good company for everyday questions.',
    voice: 'alloy',
    language: 'en',
    isDefault: true,
  },
  {
    id: 'a2',
    slug: 'morgan',
    name: 'Morgan',
    description: 'Calm and precise: plans, decisions and work.',
    voice: 'echo',
    language: 'en',
  },
  {
    id: 'a3',
    slug: 'dr-kim',
    name: 'Dr. Kim',
    description: 'A patient teacher for anything you want to understand.',
    voice: 'nova',
    language: 'en',
  },
];

const previews = [
  'How many minutes do I have left?',
  'My headset does not work, please open a support ticket.',
  'Please call me back, I am interested in the premium plan.',
  null,
  'Tell me a long story',
];

const calls: VoiceSessionListItem[] = previews.map((transcriptPreview, index) => ({
  id: `c${index}`,
  status: 'ended',
  assistant: index === 2 ? { id: 'a3', slug: 'dr-kim', name: 'Dr. Kim' } : alex,
  createdAt: ago(index * DAY_MS * 1.4 + 2 * MINUTE_MS),
  startedAt: ago(index * DAY_MS * 1.4 + MINUTE_MS),
  endedAt: ago(index * DAY_MS * 1.4),
  endedReason: 'user_hung_up',
  chargedMs: [383_640, 62_100, 1_204_000, 0, 12_300][index] ?? 0,
  unbilledMs: 41_000,
  transcriptPreview,
}));

function session(reason: string): VoiceSession {
  const [first] = calls;
  if (!first) throw new Error('There is no call to preview');
  return {
    ...first,
    endedReason: reason as VoiceSession['endedReason'],
    unbilledMs: 41_000,
    balanceBeforeMs: 600_000,
    balanceAfterMs: 216_360,
    timeGrantsUsed: [
      { timeGrantId: 'g1', source: 'promo', amountMs: 120_000 },
      { timeGrantId: 'g2', source: 'trial', amountMs: 263_640 },
    ],
    leads: [{ id: 'l', name: 'Anna', email: 'anna@example.org', phone: null, interest: null }],
    tickets: [{ id: 't', number: 1042, subject: 'Headset does not work' }],
  };
}

const balance = (remainingMs: number, variant: string): Balance => ({
  accountId: 'account',
  postedMs: remainingMs,
  heldMs: 0,
  availableMs: remainingMs,
  remainingMs,
  nextExpiryAt: new Date(now + 6 * DAY_MS).toISOString(),
  timeGrants: [
    grant('g1', 'promo', 300_000, 180_000, 6),
    grant('g2', 'card', 3_600_000, 3_400_000, 200),
    grant('g3', 'trial', 600_000, remainingMs, null),
    ...(variant === 'full' ? takenGrants : []),
  ].filter(() => variant !== 'empty'),
  asOf: ago(0),
});

function grant(
  id: string,
  source: TimeGrantSource,
  grantedMs: number,
  remainingMs: number,
  days: number | null,
) {
  const expiresAt = days === null ? null : new Date(now + days * DAY_MS).toISOString();
  const createdAt = ago(DAY_MS);
  const taken = { refundedMs: 0, pausedMs: 0 };
  return { id, source, grantedMs, remainingMs, ...taken, expiresAt, createdAt };
}

const takenGrants = [
  { ...grant('g4', 'card', 3_600_000, 2_160_000, 300), refundedMs: 1_440_000 },
  { ...grant('g5', 'card', 7_200_000, 0, 90), pausedMs: 5_400_000 },
  { ...grant('g6', 'subscription', 18_000_000, 12_000_000, 18), source: 'subscription' as const },
];

const entries: LedgerEntry[] = [
  entry('10', 'restore', 1_800_000, 2_736_360, null),
  entry('9', 'freeze', -1_800_000, 936_360, null),
  entry('8', 'refund', -720_000, 2_736_360, null),
  { ...entry('7', 'grant', 3_240_000, 3_456_360, null), source: 'card' },
  entry('6', 'capture', -383_640, 216_360, 'c0'),
  entry('5', 'reversal', 60_000, 600_000, null, 'agent dropped'),
  entry('4', 'expiry', -180_000, 540_000, null),
  entry('3', 'capture', -62_100, 720_000, 'c1'),
  { ...entry('2', 'grant', 182_100, 782_100, null), source: 'promo' },
  { ...entry('1', 'grant', 600_000, 600_000, null), source: 'trial' },
];

function entry(
  id: string,
  reason: LedgerEntry['reason'],
  amountMs: number,
  balanceAfterMs: number,
  voiceSessionId: string | null,
  note: string | null = null,
): LedgerEntry {
  const createdAt = ago((11 - Number(id)) * DAY_MS);
  return { id, reason, amountMs, balanceAfterMs, voiceSessionId, note, source: null, createdAt };
}

/** What the previews answer about money and notices, by path. */
function answerAccount(path: string, variant: string): unknown {
  const isEmpty = variant === 'empty';
  const isFull = variant === 'full';
  switch (path) {
    case '/packages':
      return { items: isEmpty ? [] : PACKAGES };
    case '/payments':
      return { items: isEmpty ? [] : payments(isFull), nextCursor: isFull ? 'more' : null };
    case '/payment-methods':
      return { items: isEmpty || variant.endsWith('_no_card') ? [] : paymentMethods(isFull) };
    case '/auto-top-up':
      return autoTopUp(variant);
    case '/referral':
      return referral(variant);
    case '/plans':
      return { items: isEmpty ? [] : PLANS };
    case '/subscription':
      return { subscription: subscription(variant) };
    case '/subscriptions':
      return subscriptionForm();
    case '/notices':
      return noticePage(variant);
    case '/notices/read':
      return { unreadCount: isFull ? 8 : 0 };
    case '/notice-preferences':
      return NOTICE_PREFERENCES;
    default:
      return null;
  }
}

/**
 * The answer to a request; variants are `empty`, `full`, `no_balance`, `broken`, `receipt_<reason>`
 * and the standings of a subscription.
 */
export function answer(request: Request, variant: string): Response {
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.replace('/api/v1', '');
  if (variant === 'broken') return Response.json(problem, { status: 500, headers: problemHeaders });
  if (path === '/events') return eventStream(variant);
  const purchase = answerPurchase(path, variant);
  if (purchase !== null) return purchase.clone();
  const account = answerAccount(path, variant);
  if (account !== null) return Response.json(account);
  if (path === '/balance') {
    return Response.json(balance(variant === 'no_balance' ? 0 : 600_000, variant));
  }
  if (path === '/assistants') return Response.json({ items: assistants });
  if (path === '/ledger-entries')
    return Response.json({
      items: variant === 'empty' ? [] : entries,
      nextCursor: variant === 'empty' ? null : 'more',
    });
  if (path === '/voice-sessions') {
    const isEmpty = variant === 'empty' || searchParams.has('query');
    const live = variant === 'live_call' ? [{ ...calls[0], id: 'live', status: 'active' }] : [];
    return Response.json({ items: isEmpty ? [] : [...live, ...calls], nextCursor: 'more' });
  }
  if (path.endsWith('/transcript')) return Response.json({ items: stored(variant) });
  if (request.method === 'DELETE') return new Response(null, { status: 204 });
  return Response.json(session(variant.replace(/^receipt_/, '') || 'user_hung_up'));
}

const problemHeaders = { 'content-type': 'application/problem+json' };
const problem = {
  type: 'about:blank',
  title: 'Broken',
  status: 500,
  detail: 'Broken',
  code: 'internal_error',
  requestId: 'r',
};

function stored(variant: string) {
  if (variant === 'empty') return [];
  return TRANSCRIPT.map(({ id, speaker, text, wasInterrupted, startedAt }) => ({
    id,
    speaker,
    text,
    wasInterrupted,
    spokenAt: new Date(now - DAY_MS + startedAt).toISOString(),
  }));
}

// Answers the sdk's requests in a preview, in the shapes of the api.
import type { Balance, LedgerEntry, VoiceSession, VoiceSessionListItem } from '@mindbot/sdk';
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

const balance = (remainingMs: number): Balance => ({
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
  ],
  asOf: ago(0),
});

function grant(
  id: string,
  source: 'promo' | 'card' | 'trial',
  grantedMs: number,
  remainingMs: number,
  days: number | null,
) {
  const expiresAt = days === null ? null : new Date(now + days * DAY_MS).toISOString();
  return { id, source, grantedMs, remainingMs, expiresAt, createdAt: ago(DAY_MS) };
}

const entries: LedgerEntry[] = [
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
  const createdAt = ago((7 - Number(id)) * DAY_MS);
  return { id, reason, amountMs, balanceAfterMs, voiceSessionId, note, source: null, createdAt };
}

/** The answer to a request; variants are `empty`, `no_balance`, `broken`, and `receipt_<reason>`. */
export function answer(request: Request, variant: string): Response {
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.replace('/api/v1', '');
  if (variant === 'broken') return Response.json(problem, { status: 500, headers: problemHeaders });
  if (path === '/balance') return Response.json(balance(variant === 'no_balance' ? 0 : 600_000));
  if (path === '/assistants') return Response.json({ items: assistants });
  if (path === '/ledger-entries') return Response.json({ items: entries, nextCursor: 'more' });
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

// Every word a notice is told in, one entry a kind: the app and the mails both read it here.
import type { NoticeKind } from '../notices/notice-kinds.ts';
import type { NoticeData } from './notice-data.ts';
import { formatCard, formatDay, formatMoment, formatMoney, formatTime } from './words.ts';

/** A notice in words. Nothing in it is escaped yet. */
export interface NoticeCopy {
  title: string;
  /** Whole sentences; the app shows them as one text. */
  paragraphs: string[];
  /** What a receipt lists. */
  facts: [label: string, value: string][];
  /** What to do next: a path of the web client, or another's absolute address. */
  action: { label: string; url: string } | null;
}

type Write = (data: NoticeData) => Omit<NoticeCopy, 'facts'> & Partial<Pick<NoticeCopy, 'facts'>>;

const buy = { label: 'Buy time', url: '/buy' };
const account = { label: 'Open your account', url: '/account' };

const money = (minor: number | null, { currency }: NoticeData): string | null =>
  minor === null || currency === null ? null : formatMoney(minor, currency);
const priceOf = (data: NoticeData) => money(data.amountMinor, data) ?? 'The price';
const cardOf = ({ cardBrand, cardLast4 }: NoticeData) =>
  cardBrand && cardLast4 ? formatCard(cardBrand, cardLast4) : null;
const planOf = ({ planName }: NoticeData) => planName ?? 'your plan';
/** Why it failed, when that can be said in a sentence. */
function reasonOf({ failureCode, failureText }: NoticeData): string[] {
  if (failureCode?.startsWith('package_')) return ['The package you chose is no longer sold.'];
  return failureText ? [failureText] : [];
}

function receiptFacts(data: NoticeData): [string, string][] {
  const { packageName, quantity, timeMs } = data;
  const bought = packageName && (quantity ?? 1) > 1 ? `${quantity} × ${packageName}` : packageName;
  const rows: [string, string | null][] = [
    ['What', bought],
    ['Time', timeMs === null ? null : formatTime(timeMs)],
    ['Price', money(data.amountMinor, data)],
    ['Paid with', cardOf(data)],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

const receiptAction = ({ receiptUrl }: NoticeData) =>
  receiptUrl ? { label: 'See the receipt', url: receiptUrl } : account;

const disputeCopy: Record<'open' | 'won' | 'lost', [title: string, paragraph: string]> = {
  open: [
    'A payment is disputed',
    'Your bank disputes this payment. Until that is settled, the time it bought cannot be used.',
  ],
  won: ['The dispute is settled', 'The time this payment bought is yours to use again.'],
  lost: [
    'The dispute is settled',
    'The payment went back to your bank, so the time it bought has been taken off your account.',
  ],
};

const disabledCopy: Record<'failures' | 'no_card' | 'payment_reversed', string> = {
  failures: 'Three payments in a row did not go through, so we stopped trying.',
  no_card: 'There is no saved card any more that we could charge.',
  payment_reversed: 'A payment was given back or disputed, and we do not want to charge it again.',
};

/** The words of each kind. */
const copy: Record<NoticeKind, Write> = {
  low_time: ({ remainingMs }) => ({
    title: remainingMs === 0 ? 'You have no time left' : 'Your time is running low',
    paragraphs: [
      remainingMs === 0
        ? 'Your time is used up.'
        : `You have ${formatTime(remainingMs ?? 0)} left.`,
      'Add time before your next call and nothing will interrupt it.',
    ],
    action: buy,
  }),
  time_expiring: ({ remainingMs, daysLeft, expiresAt }) => ({
    title: daysLeft === 1 ? 'Some of your time expires tomorrow' : 'Some of your time expires soon',
    paragraphs: [
      `${formatTime(remainingMs ?? 0)} will expire${expiresAt ? ` on ${formatMoment(expiresAt)}` : ''}.`,
      'The card that ends soonest is used first, so your next call will use it.',
    ],
    action: { label: 'Talk now', url: '/' },
  }),
  receipt: (data) => ({
    title: 'Your time has been added',
    paragraphs: [
      data.timeMs === null
        ? `Thank you. ${priceOf(data)} was paid.`
        : `Thank you. We added ${formatTime(data.timeMs)} to your account.`,
    ],
    facts: receiptFacts(data),
    action: receiptAction(data),
  }),
  payment_failed: (data) => ({
    title: 'A payment did not go through',
    paragraphs: [
      `${priceOf(data)} could not be paid, and no time was added.`,
      ...reasonOf(data),
      'You can try again with the same card or another one.',
    ],
    facts: receiptFacts(data),
    action: { label: 'Try again', url: '/buy' },
  }),
  payment_in_review: (data) => ({
    title: 'We are looking into a payment',
    paragraphs: [
      'Its amount is not what we expected, so a person looks at it before anything else happens.',
      'You need not do anything; we will write to you.',
    ],
    facts: receiptFacts(data),
    action: account,
  }),
  payment_refunded: (data) => ({
    title: 'You got money back',
    paragraphs: [
      `${money(data.refundedMinor, data) ?? 'Your payment'} is on its way back to you.`,
      'Time of this purchase that you have not used has been taken off in proportion.',
    ],
    facts: receiptFacts(data),
    action: account,
  }),
  payment_disputed: (data) => {
    const [title, paragraph] = disputeCopy[data.disputeStatus ?? 'open'];
    return { title, paragraphs: [paragraph], facts: receiptFacts(data), action: account };
  },
  auto_top_up_charged: (data) => ({
    title: 'Your time was topped up',
    paragraphs: [
      `Your time ran low, so we charged ${money(data.amountMinor, data) ?? 'your card'} as you asked us to.`,
    ],
    facts: receiptFacts(data),
    action: receiptAction(data),
  }),
  auto_top_up_failed: (data) => ({
    title: 'An automatic top-up did not go through',
    paragraphs: [
      'Your time ran low, but we could not top it up. No time was added, and nothing was charged.',
      ...reasonOf(data),
      'We will try again in an hour at the earliest; after three failures in a row we stop.',
    ],
    facts: receiptFacts(data),
    action: account,
  }),
  auto_top_up_disabled: (data) => ({
    title: 'Automatic top-up is off',
    paragraphs: [
      disabledCopy[data.disabledReason ?? 'failures'],
      ...reasonOf(data),
      'You can turn it on again in your account.',
    ],
    action: account,
  }),
  referral_rewarded: ({ rewardMs, side }) => ({
    title: 'You got time for a referral',
    paragraphs: [
      `We added ${formatTime(rewardMs ?? 0)} to your account.`,
      side === 'referrer'
        ? 'Somebody you told of us has bought time for the first time. Thank you.'
        : 'You came by the link of a friend, who got time too.',
    ],
    action: account,
  }),
  subscription_renewed: (data) => ({
    title: 'Your subscription has been renewed',
    paragraphs: [
      `We added ${formatTime(data.grantedMs ?? data.includedMs ?? 0)} of ${planOf(data)} to your account.`,
      ...(data.periodEndAt ? [`It renews again on ${formatDay(data.periodEndAt)}.`] : []),
    ],
    facts: receiptFacts(data),
    action: account,
  }),
  subscription_payment_failed: (data) => ({
    title: 'Your subscription could not be paid',
    paragraphs: [
      `${priceOf(data)} for ${planOf(data)} could not be paid.`,
      'Please check your card: without a payment the subscription ends.',
    ],
    action: account,
  }),
  subscription_ended: (data) => ({
    title: 'Your subscription has ended',
    paragraphs: [
      `There will be no more payments for ${planOf(data)}.`,
      'Time that is left on your account stays until it expires.',
    ],
    action: buy,
  }),
  overage_started: (data) => {
    const rate = money(data.overageMinorPerMinute, data);
    const cap = money(data.overageCapMinor, data);
    return {
      title: 'The time of your subscription is used up',
      paragraphs: [
        rate
          ? `From now on each minute costs ${rate}, charged by the second and billed when the period ends.`
          : 'From now on calls are charged by the second and billed when the period ends.',
        ...(cap ? [`It stops at ${cap}, the limit you set.`] : []),
      ],
      action: account,
    };
  },
};

/** A notice in words; TEST stands where no real money moved. */
export function writeNotice(kind: NoticeKind, data: NoticeData): NoticeCopy {
  const written = { facts: [], ...copy[kind](data) };
  if (!data.isTest) return written;
  return {
    ...written,
    title: `TEST: ${written.title}`,
    paragraphs: [...written.paragraphs, 'This was a test: no real money has moved.'],
  };
}

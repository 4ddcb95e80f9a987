// Decides where a notice leads and what its link is called.
import { noticeLinkCopy, noticesCopy } from '../copy/notices.ts';

/** A link: within the client, or to another's page in a tab of its own. */
export type NoticeLink = { href: string; text: string; isElsewhere: boolean };

/** Sections of the account page that say more than its top, by kind. */
const SECTIONS: Record<string, string> = {
  payment_in_review: 'payments',
  payment_refunded: 'payments',
  payment_disputed: 'payments',
  receipt: 'payments',
  auto_top_up_charged: 'payments',
  auto_top_up_failed: 'auto-top-up',
  auto_top_up_disabled: 'auto-top-up',
  referral_rewarded: 'referral',
  subscription_renewed: 'subscription',
  subscription_payment_failed: 'subscription',
  overage_started: 'subscription',
};

/** The link of a notice; null for none, and for an address that is neither ours nor secure. */
export function noticeLink({ kind, url }: { kind: string; url: string | null }): NoticeLink | null {
  if (url === null) return null;
  const isOurs = /^\/(?!\/)/.test(url);
  if (!isOurs && !url.startsWith('https://') && !url.startsWith('http://127.0.0.1')) return null;
  const text = Object.hasOwn(noticeLinkCopy, kind)
    ? noticeLinkCopy[kind as keyof typeof noticeLinkCopy]
    : noticesCopy.open;
  if (!isOurs) return { href: url, text: noticesCopy.receipt, isElsewhere: true };
  const section = url === '/account' ? SECTIONS[kind] : undefined;
  return { href: section ? `${url}#${section}` : url, text, isElsewhere: false };
}

// Says in one line what came of a person's invitations.
import type { Referral } from '@mindbot/sdk';
import { referralCopy } from '../copy/referral.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';

/** "3 friends have joined · 1 has bought · 15 min earned". */
export function referralProgress(
  facts: Pick<Referral, 'pendingCount' | 'rewardedCount' | 'rewardMs'>,
): string {
  const { pendingCount, rewardedCount, rewardMs } = facts;
  const joined = pendingCount + rewardedCount;
  if (joined === 0) return referralCopy.nobody;
  const parts = [fillMessage(referralCopy.joined, { count: joined })];
  if (rewardedCount > 0) {
    parts.push(fillMessage(referralCopy.rewarded, { count: rewardedCount }));
    parts.push(fillMessage(referralCopy.earned, { time: formatBalance(rewardedCount * rewardMs) }));
  }
  return parts.join(' · ');
}

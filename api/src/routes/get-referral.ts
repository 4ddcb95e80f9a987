// Operation getReferral: the signed-in user's own link, and what came of it.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { userIsGone } from '../problem.ts';
import { referralSchema } from '../schemas/pricing.ts';

/** `GET /api/v1/referral` */
export const getReferral = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/referral',
    operationId: 'getReferral',
    tags: ['Account'],
    summary: 'Get your referral link',
    description: 'The link is made on first ask and stays the same.',
    responses: { 200: json(referralSchema, 'The link, and who came by it.') },
  },
  ({ pricingLedger, environment }) =>
    async (c) => {
      const referral = await pricingLedger.getReferral({
        userId: c.get('user').id,
        organizationId: DEFAULT_ORGANIZATION_ID,
      });
      if (referral.outcome !== 'found') throw userIsGone();
      return c.json(
        {
          code: referral.code,
          url: new URL(`/?ref=${referral.code}`, environment.PUBLIC_URL).href,
          rewardMs: referral.reward_ms,
          pendingCount: referral.pending_count,
          rewardedCount: referral.rewarded_count,
          canAccept: referral.can_accept,
        },
        200,
      );
    },
);

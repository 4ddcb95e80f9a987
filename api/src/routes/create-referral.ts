// Operation createReferral: the signed-in user says who brought them.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { refuseReferral } from '../pricing/refuse-promo-code.ts';
import { userIsGone } from '../problem.ts';
import { acceptedReferralSchema, createReferralSchema } from '../schemas/pricing.ts';

/** `POST /api/v1/referrals` */
export const createReferral = defineUserRoute(
  {
    method: 'post',
    path: '/api/v1/referrals',
    operationId: 'createReferral',
    tags: ['Account'],
    summary: 'Say who brought you',
    description:
      'Both sides get time after your first purchase. Once, in the first 30 days and before that ' +
      'purchase; never by your own code or in a circle.',
    request: { body: { content: { 'application/json': { schema: createReferralSchema } } } },
    responses: { 201: json(acceptedReferralSchema, 'It is noted; a repetition answers the same.') },
    problems: [
      'referral_refused',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
    limit: 'create_referral',
  },
  ({ pricingLedger }) =>
    async (c) => {
      const user = { userId: c.get('user').id, organizationId: DEFAULT_ORGANIZATION_ID };
      const accepted = await pricingLedger.acceptReferral(user, c.req.valid('json').code);
      if (accepted.outcome === 'account_not_found') throw userIsGone();
      if (accepted.outcome === 'referral_refused') throw refuseReferral(accepted.reason);
      return c.json({ status: 'pending' as const }, 201);
    },
);

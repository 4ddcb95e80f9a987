// Operation updateAutoTopUp: the signed-in user sets when to buy what by themselves no more.
import type { SetAutoTopUpOutcome } from '../auto-top-up/auto-top-up-ledger.ts';
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { ProblemError, userIsGone } from '../problem.ts';
import { readAutoTopUp } from '../reads/read-auto-top-up.ts';
import { autoTopUpSchema, updateAutoTopUpSchema } from '../schemas/auto-top-up.ts';

/** `PUT /api/v1/auto-top-up` */
export const updateAutoTopUp = defineUserRoute(
  {
    method: 'put',
    path: '/api/v1/auto-top-up',
    operationId: 'updateAutoTopUp',
    tags: ['Payments'],
    summary: 'Set your automatic top-up',
    description:
      'Below the threshold the package is bought with the saved card at its price of that day, in ' +
      'a call too, so that it goes on; at once, when there is less than that now. Three failures ' +
      'in a row turn it off, and so does a payment that is refunded or disputed.',
    request: { body: { content: { 'application/json': { schema: updateAutoTopUpSchema } } } },
    responses: { 200: json(autoTopUpSchema, 'How it is set now.') },
    problems: [
      'saved_card_missing',
      'package_not_found',
      'package_not_on_sale',
      'validation_failed',
      'malformed_json',
      'body_too_large',
      'unsupported_media_type',
    ],
  },
  ({ database, autoTopUpLedger }) =>
    async (c) => {
      const user = c.get('user');
      const outcome = await autoTopUpLedger.set(
        { userId: user.id, organizationId: DEFAULT_ORGANIZATION_ID },
        c.req.valid('json'),
      );
      if (outcome !== 'set') throw refuse(outcome);
      return c.json(await readAutoTopUp(database, user, DEFAULT_ORGANIZATION_ID), 200);
    },
);

function refuse(outcome: Exclude<SetAutoTopUpOutcome, 'set'>): ProblemError {
  switch (outcome) {
    case 'account_not_found':
      return userIsGone();
    case 'package_not_found':
      return new ProblemError('package_not_found', 'There is no such package.');
    case 'package_not_on_sale':
      return new ProblemError('package_not_on_sale', 'This package cannot be bought now.');
    case 'package_too_small':
      return new ProblemError('validation_failed', 'Each top-up would set off the next.', {
        errors: [{ path: 'body.packageId', message: 'must hold more time than the threshold' }],
      });
    case 'saved_card_missing':
      return new ProblemError(
        'saved_card_missing',
        'Buy time once and let the card be saved; then it can be charged by itself.',
      );
  }
}

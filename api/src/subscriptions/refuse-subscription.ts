// Turns refusals of a subscription into problems.
import { ProblemError, userIsGone } from '../problem.ts';
import type { SubscriptionRefusal } from './subscription-ledger.ts';

/** The problem of a subscription that was refused. */
export function refuseSubscription(
  outcome: SubscriptionRefusal | 'subscription_missing' | 'overage_not_offered',
): ProblemError {
  switch (outcome) {
    case 'account_not_found':
      return userIsGone();
    case 'plan_not_found':
      return new ProblemError('plan_not_found', 'There is no such plan.');
    case 'subscription_exists':
      return new ProblemError('subscription_exists', 'You have a subscription already.');
    case 'subscription_missing':
      return new ProblemError('subscription_missing', 'You have no subscription to change.');
    case 'idempotency_conflict':
      return new ProblemError('idempotency_conflict', 'The key was used for another request.');
    case 'overage_not_offered':
      return new ProblemError('validation_failed', 'This plan has no overage.', {
        errors: [{ path: 'body.overageCapMinor', message: 'must be 0 for this plan' }],
      });
  }
}

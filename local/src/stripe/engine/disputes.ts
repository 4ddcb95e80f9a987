// Disputes: a payer asks the bank for the money back, and the bank decides.
import type Stripe from 'stripe';
import { invalid } from '../api/stripe-error.ts';
import { idOf, newId, type World } from '../world.ts';

const ANSWER_WITHIN_S = 7 * 86_400;

const noEvidence: Record<string, string | null> = Object.fromEntries(
  [
    'access_activity_log',
    'cancellation_policy_disclosure',
    'cancellation_rebuttal',
    'customer_email_address',
    'customer_name',
    'customer_purchase_ip',
    'product_description',
    'refund_policy_disclosure',
    'refund_refusal_explanation',
    'service_date',
    'uncategorized_text',
  ].map((name) => [name, null]),
);

/** Opens a dispute over all of a charge. @throws {StripeApiError} when there is one already. */
export function openDispute(world: World, charge: Stripe.Charge, reason: string): Stripe.Dispute {
  if (charge.disputed) throw invalid(`Charge ${charge.id} is disputed already.`);
  if (!charge.paid) throw invalid(`Charge ${charge.id} was not paid.`);
  const { store, emit } = world;
  store.charges.change(charge, { disputed: true });
  const dispute = store.disputes.put({
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...noEvidence, enhanced_evidence: {} } as unknown as Stripe.Dispute.Evidence,
    evidence_details: {
      due_by: world.now() + ANSWER_WITHIN_S,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: null,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    reason,
    status: 'needs_response',
  } as unknown as Stripe.Dispute);
  emit('charge.dispute.created', dispute);
  emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

const isClosed = ({ status }: Stripe.Dispute) => status === 'won' || status === 'lost';

/** The bank's decision. @throws {StripeApiError} when it has decided. */
export function closeDispute(
  world: World,
  dispute: Stripe.Dispute,
  status: 'won' | 'lost',
): Stripe.Dispute {
  if (isClosed(dispute)) throw invalid(`This dispute is already closed: ${dispute.status}.`);
  world.store.disputes.change(dispute, { status });
  if (status === 'won') world.emit('charge.dispute.funds_reinstated', dispute);
  world.emit('charge.dispute.closed', dispute);
  return dispute;
}

/** What the merchant says against it; two texts decide it at once, as Stripe's test mode has it. */
export function submitEvidence(
  world: World,
  dispute: Stripe.Dispute,
  evidence: Record<string, string>,
  isSubmitted: boolean,
): Stripe.Dispute {
  if (isClosed(dispute)) throw invalid(`This dispute is already closed: ${dispute.status}.`);
  const previous = { status: dispute.status };
  Object.assign(dispute.evidence, evidence);
  dispute.evidence_details.has_evidence = true;
  if (isSubmitted) dispute.evidence_details.submission_count += 1;
  world.store.disputes.change(dispute, isSubmitted ? { status: 'under_review' } : {});
  world.emit('charge.dispute.updated', dispute, previous);
  const verdict = { winning_evidence: 'won', losing_evidence: 'lost' } as const;
  const word = evidence.uncategorized_text as keyof typeof verdict;
  if (isSubmitted && verdict[word]) closeDispute(world, dispute, verdict[word]);
  return dispute;
}

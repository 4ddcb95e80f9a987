// Guards that money given back and money claimed back add up as at Stripe.
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StripeSandbox, startStripeSandbox } from './sandbox.ts';
import { connectStripe } from './test-client.ts';

let sandbox: StripeSandbox;
let stripe: Stripe;
beforeEach(async () => {
  sandbox = await startStripeSandbox();
  stripe = connectStripe(sandbox.url);
});
afterEach(() => sandbox.stop());

const pay = async (payment_method = 'pm_card_visa') => {
  const intent = await stripe.paymentIntents.create({
    amount: 1_000,
    currency: 'eur',
    confirm: true,
    payment_method,
    return_url: 'http://127.0.0.1/',
    expand: ['latest_charge'],
  });
  return { intent, charge: intent.latest_charge as Stripe.Charge };
};
const eventTypes = async () =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('parts are given back until nothing is left, and never more', async () => {
  const { intent, charge } = await pay();
  await stripe.refunds.create({ payment_intent: intent.id, amount: 300 });
  await stripe.refunds.create({ charge: charge.id, amount: 200, reason: 'requested_by_customer' });
  await expect(stripe.refunds.create({ charge: charge.id, amount: 501 })).rejects.toMatchObject({
    code: 'amount_too_large',
    param: 'amount',
  });
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 500,
    refunded: false,
  });
  expect(await stripe.refunds.create({ charge: charge.id })).toMatchObject({ amount: 500 });
  await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
  const read = await stripe.paymentIntents.retrieve(intent.id, {
    expand: ['latest_charge.refunds'],
  });
  const { refunded, refunds } = read.latest_charge as Stripe.Charge;
  expect(refunded).toBe(true);
  expect(refunds?.data.map(({ amount }) => amount)).toEqual([500, 200, 300]);
  expect((await stripe.refunds.list({ payment_intent: intent.id })).data).toHaveLength(3);
  expect((await eventTypes()).slice(-2)).toEqual(['refund.created', 'charge.refunded']);
});

test('a refund can fail later: the money stays paid', async () => {
  const { charge } = await pay('pm_card_refundFail');
  const refund = await stripe.refunds.create({ charge: charge.id, amount: 400 });
  expect(refund.status).toBe('succeeded');
  sandbox.control.settleRefund(refund.id, 'failed');
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  });
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 0,
    refunded: false,
  });
  expect((await eventTypes()).slice(-3)).toEqual([
    'refund.updated',
    'charge.refund.updated',
    'refund.failed',
  ]);
});

test('a refund can take a while', async () => {
  const { charge } = await pay('pm_card_pendingRefund');
  const refund = await stripe.refunds.create({ charge: charge.id });
  expect(refund.status).toBe('pending');
  sandbox.control.settleRefund(refund.id, 'succeeded');
  expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
});

test('what was not paid cannot be given back', async () => {
  const { id } = await stripe.paymentIntents.create({ amount: 1_000, currency: 'eur' });
  await expect(stripe.refunds.create({ payment_intent: id })).rejects.toThrow(
    /does not have a successful charge/,
  );
  await expect(stripe.refunds.create({})).rejects.toThrow(/payment_intent or charge/);
  await expect(stripe.refunds.create({ charge: 'ch_x' })).rejects.toMatchObject({
    code: 'resource_missing',
  });
});

test.each(['won', 'lost'] as const)('a dispute is opened and %s', async (status) => {
  const { intent, charge } = await pay();
  const dispute = sandbox.control.dispute(intent.id);
  expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({
    status: 'needs_response',
    amount: 1_000,
    charge: charge.id,
    payment_intent: intent.id,
  });
  expect((await stripe.charges.retrieve(charge.id)).disputed).toBe(true);
  await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
    code: 'charge_disputed',
  });
  sandbox.control.closeDispute(dispute.id, status);
  expect((await stripe.disputes.list({ payment_intent: intent.id })).data).toMatchObject([
    { status },
  ]);
  const types = await eventTypes();
  expect(types.at(-1)).toBe('charge.dispute.closed');
  expect(types.includes('charge.dispute.funds_reinstated')).toBe(status === 'won');
  expect(() => sandbox.control.closeDispute(dispute.id, 'won')).toThrow(/already closed/);
});

test('evidence decides a test dispute, and one card is disputed at once', async () => {
  const { charge } = await pay('pm_card_createDispute');
  const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
  const answered = await stripe.disputes.update(dispute?.id ?? '', {
    evidence: { uncategorized_text: 'winning_evidence' },
  });
  expect(answered.status).toBe('won');
});

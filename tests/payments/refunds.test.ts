// What is taken back: only unused time of the card that was refunded or disputed, once, in any order.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TestUser } from '../support/database.ts';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';
import { postWebhook, signStripe, stripeEvent } from './support/webhooks.ts';

const shop = useShop();

async function intentOf(paymentId: string): Promise<string> {
  const row = await shop.db.row('select gateway_payment_id from payments where id = $1', [
    paymentId,
  ]);
  return String(row.gateway_payment_id);
}

async function buy(): Promise<{ user: TestUser; paymentId: string; intentId: string }> {
  const user = await shop.db.signUp();
  const { id: paymentId } = await shop.buy(user);
  return { user, paymentId, intentId: await intentOf(paymentId) };
}

/** Leaves the card as the only time on the account. */
async function takeTrialAway(user: TestUser): Promise<void> {
  const entry = await shop.db.row<{ id: number }>(
    `select ledger_entries.id from ledger_entries
     join time_grants on time_grants.id = ledger_entries.time_grant_id
     where ledger_entries.account_id = $1 and time_grants.source = 'trial'`,
    [user.accountId],
  );
  await shop.db.call('reverse_entry', {
    p_entry_id: entry.id,
    p_idempotency_key: `no-trial:${user.accountId}`,
    p_note: null,
  } as never);
}

describe('a refund', () => {
  test('in full takes the time back, and the payment says so', async () => {
    const { user, paymentId, intentId } = await buy();
    shop.stripe.control.refund(intentId);
    await shop.settle();
    expect(await shop.payment(user, paymentId)).toMatchObject({
      status: 'paid',
      refundedMinor: 450,
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
  });

  test('in parts counts each part once, however often it is told of', async () => {
    const { user, paymentId, intentId } = await buy();
    const a = shop.stripe.control.refund(intentId, 100);
    await shop.settle();
    shop.stripe.control.refund(intentId, 50);
    await shop.settle();
    for (const id of [a.id, a.id]) {
      const body = stripeEvent('refund.updated', {
        object: 'refund',
        id,
        payment_intent: intentId,
      });
      await postWebhook(shop, body, signStripe(body));
    }
    await shop.settle();
    expect((await shop.payment(user, paymentId)).refundedMinor).toBe(150);
    const left = HALF_HOUR_MS - Math.floor((HALF_HOUR_MS * 150) / 450);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + left);
  });

  test('whose event comes before that of the payment ends as if in order', async () => {
    const user = await shop.db.signUp();
    shop.stripe.control.setDeliveries({ isDown: true });
    const { payment, formId } = await shop.open(user);
    const paid = shop.stripe.control.pay(formId);
    if (paid.outcome !== 'complete') throw new Error('not paid');
    shop.stripe.control.dropDeliveries();
    shop.stripe.control.setDeliveries({ isDown: false });
    const intentId = await intentOfForm(formId);
    shop.stripe.control.refund(intentId, 225);
    await shop.settle();
    const late = stripeEvent('checkout.session.completed', {
      object: 'checkout.session',
      id: formId,
      metadata: { payment_id: payment.id },
    });
    await postWebhook(shop, late, signStripe(late));
    await shop.settle();
    expect(await shop.payment(user, payment.id)).toMatchObject({
      status: 'paid',
      refundedMinor: 225,
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS / 2);
  });

  test('that fails at the bank gives the time back', async () => {
    const user = await shop.db.signUp();
    const { payment, formId } = await shop.open(user);
    shop.stripe.control.pay(formId, { card: 'refund_pending' });
    await shop.settle();
    const refund = shop.stripe.control.refund(await intentOf(payment.id));
    shop.stripe.control.settleRefund(refund.id, 'succeeded');
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    shop.stripe.control.settleRefund(refund.id, 'failed');
    await shop.settle();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  });

  test('during a call leaves what the call holds, and takes it when the call ends', async () => {
    const { user, intentId } = await buy();
    await takeTrialAway(user);
    const { body: call } = await shop.ask('POST', '/api/v1/voice-sessions', {
      user,
      body: {},
      headers: { 'idempotency-key': randomUUID() },
    });
    const worker = shop.db.asWorker({ voiceSessionId: call.id, epoch: 1 });
    await worker.call('worker_activate', {} as never);
    const extend = (sequence: number, usedMs: number) =>
      shop.db.call('extend_hold', {
        p_voice_session_id: call.id,
        p_epoch: 1,
        p_sequence: sequence,
        p_used_ms: usedMs,
        p_lease_ms: 30_000,
      });
    await extend(1, 10_000);
    shop.stripe.control.refund(intentId);
    await shop.settle();
    const next = await extend(2, 20_000);
    // The lease it held, and not a second more: this hold can grow no longer.
    expect(next).toMatchObject({ outcome: 'extended', is_final: true });
    await shop.db.call('capture_hold', {
      p_voice_session_id: call.id,
      p_epoch: 1,
      p_used_ms: 25_000,
      p_ended_reason: 'out_of_time',
      p_unbilled_ms: 0,
    });
    expect(await shop.balanceMs(user)).toBe(0);
  });
});

describe('a dispute', () => {
  test('freezes the card, and restores it when won', async () => {
    const { user, paymentId, intentId } = await buy();
    const dispute = shop.stripe.control.dispute(intentId);
    await shop.settle();
    expect((await shop.payment(user, paymentId)).disputeStatus).toBe('open');
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    shop.stripe.control.closeDispute(dispute.id, 'won');
    await shop.settle();
    expect((await shop.payment(user, paymentId)).disputeStatus).toBe('won');
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  });

  test('that is lost writes the card off', async () => {
    const { user, paymentId, intentId } = await buy();
    const dispute = shop.stripe.control.dispute(intentId);
    shop.stripe.control.closeDispute(dispute.id, 'lost');
    await shop.settle();
    expect((await shop.payment(user, paymentId)).disputeStatus).toBe('lost');
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
  });
});

async function intentOfForm(formId: string): Promise<string> {
  const form = await shop.services.gateways.stripeClient?.ask((stripe) =>
    stripe.checkout.sessions.retrieve(formId),
  );
  return String(form?.payment_intent);
}

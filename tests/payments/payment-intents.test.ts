// Paying with the saved card, or with a card form of one's own.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TestUser } from '../support/database.ts';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';

const shop = useShop();
const intents = '/api/v1/payment-intents';

const ask = (user: TestUser, body: object, key: string = randomUUID()) =>
  shop.ask('POST', intents, { user, body, headers: { 'idempotency-key': key } });

/** A user who let their card be saved with a first purchase. */
async function withSavedCard(): Promise<{ user: TestUser; methodId: string }> {
  const user = await shop.db.signUp();
  const { formId } = await shop.open(user);
  shop.stripe.control.pay(formId, { isSaved: true });
  await shop.settle();
  const row = await shop.db.row('select payment_method_id from customers where user_id = $1', [
    user.userId,
  ]);
  return { user, methodId: String(row.payment_method_id) };
}

describe('the saved card', () => {
  test('pays at once, and the time is there with the answer', async () => {
    const { user } = await withSavedCard();
    const before = await shop.balanceMs(user);
    const { status, body } = await ask(user, { package: 'time-30', useSavedCard: true });
    expect(status).toBe(201);
    expect(body).toMatchObject({ nextAction: 'none', payment: { status: 'paid' } });
    expect(body.clientSecret).toBeNull();
    expect(await shop.balanceMs(user)).toBe(before + HALF_HOUR_MS);
  });

  test('is charged once for however many requests with one key', async () => {
    const { user } = await withSavedCard();
    const key = randomUUID();
    const before = await shop.balanceMs(user);
    const wish = { package: 'time-30', useSavedCard: true };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(user, wish, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.payment.id)).size).toBe(1);
    await shop.settle();
    expect((await ask(user, wish, key)).body.payment.status).toBe('paid');
    expect(await shop.balanceMs(user)).toBe(before + HALF_HOUR_MS);
  });

  test.each([
    ['insufficient_funds', /not enough money/],
    ['expired', /expired/],
    ['decline', /declined/],
  ] as const)('that is declined (%s) says why, and the payment is over', async (card, words) => {
    const { user, methodId } = await withSavedCard();
    const before = await shop.balanceMs(user);
    shop.stripe.control.setCard(methodId, card);
    const key = randomUUID();
    const wish = { package: 'time-30', useSavedCard: true };
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await ask(user, wish, key);
      expect([status, body.code]).toEqual([402, 'payment_declined']);
      expect(body.detail).toMatch(words);
    }
    await shop.settle();
    const { body: page } = await shop.ask('GET', '/api/v1/payments', { user });
    expect(page.items[0]).toMatchObject({ status: 'failed', timeGrantId: null });
    expect(await shop.balanceMs(user)).toBe(before);
    shop.stripe.control.setCard(methodId, 'succeed');
    expect((await ask(user, wish)).body.payment.status).toBe('paid');
  });

  test('whose bank asks is paid once the payer has confirmed', async () => {
    const { user, methodId } = await withSavedCard();
    shop.stripe.control.setCard(methodId, 'authenticate_always');
    const { status, body } = await ask(user, { package: 'time-30', useSavedCard: true });
    expect([status, body.nextAction, body.payment.status]).toEqual([
      201,
      'authenticate',
      'pending',
    ]);
    expect(body.authenticationUrl).toContain('/authenticate/');
    const row = await shop.db.row('select gateway_payment_id from payments where id = $1', [
      body.payment.id,
    ]);
    shop.stripe.control.authenticate(String(row.gateway_payment_id), true);
    await shop.settle();
    expect((await shop.payment(user, body.payment.id)).status).toBe('paid');
  });

  test('is listed, and forgotten here and at the gateway', async () => {
    const { user, methodId } = await withSavedCard();
    const { body } = await shop.ask('GET', '/api/v1/payment-methods', { user });
    expect(body.items).toMatchObject([{ brand: 'visa', last4: '4242' }]);
    const path = `/api/v1/payment-methods/${body.items[0].id}`;
    const stranger = await shop.db.signUp();
    expect((await shop.ask('DELETE', path, { user: stranger })).status).toBe(404);
    expect((await shop.ask('DELETE', path, { user })).status).toBe(204);
    expect((await shop.ask('DELETE', path, { user })).status).toBe(404);
    const method = await shop.services.gateways.stripeClient?.ask((stripe) =>
      stripe.paymentMethods.retrieve(methodId),
    );
    expect(method?.customer).toBeNull();
    const { status, body: problem } = await ask(user, { package: 'time-30', useSavedCard: true });
    expect([status, problem.code]).toEqual([409, 'saved_card_missing']);
  });
});

describe('a card form of one’s own', () => {
  test('gets an intent to confirm, and the same again with the same key', async () => {
    const user = await shop.db.signUp();
    const key = randomUUID();
    const first = await ask(user, { package: 'time-30', saveCard: true }, key);
    expect(first.body).toMatchObject({ nextAction: 'confirm', payment: { status: 'pending' } });
    const second = await ask(user, { package: 'time-30', saveCard: true }, key);
    expect(second.body.clientSecret).toBe(first.body.clientSecret);
    const [intentId = ''] = String(first.body.clientSecret).split('_secret_');
    await shop.services.gateways.stripeClient?.ask((stripe) =>
      stripe.paymentIntents.confirm(intentId, {
        payment_method: 'pm_card_visa',
        return_url: shop.url,
      }),
    );
    await shop.settle();
    expect((await shop.payment(user, first.body.payment.id)).status).toBe('paid');
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
    const { body } = await shop.ask('GET', '/api/v1/payment-methods', { user });
    expect(body.items).toMatchObject([{ last4: '4242' }]);
  });
});

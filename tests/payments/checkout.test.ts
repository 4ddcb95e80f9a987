// Buying by a form: the time is there when the money is, once, and only then.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';

const shop = useShop();
const checkouts = '/api/v1/checkout-sessions';
const key = () => ({ 'idempotency-key': randomUUID() });

describe('a checkout', () => {
  test('that is paid puts the time on the account, with card and receipt on the payment', async () => {
    const user = await shop.db.signUp();
    const { payment, formId, frameUrl, clientSecret } = await shop.open(user);
    expect(payment).toMatchObject({ status: 'pending', amountMinor: 450, currency: 'EUR' });
    expect(clientSecret).toContain(formId);
    expect(frameUrl).toBe(`${shop.stripe.url}/pay/${formId}`);
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    shop.stripe.control.pay(formId);
    await shop.settle();
    expect(await shop.payment(user, payment.id)).toMatchObject({
      status: 'paid',
      card: { brand: 'visa', last4: '4242' },
      receiptUrl: expect.stringContaining('/receipts/'),
      isTest: true,
      isUnderReview: false,
      failure: null,
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  });

  test('whose card is declined can be paid with another card', async () => {
    const user = await shop.db.signUp();
    const { payment, formId } = await shop.open(user);
    expect(shop.stripe.control.pay(formId, { card: 'decline' }).outcome).toBe('declined');
    await shop.settle();
    expect(await shop.payment(user, payment.id)).toMatchObject({
      status: 'pending',
      failure: { code: 'generic_decline' },
    });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    shop.stripe.control.pay(formId);
    await shop.settle();
    expect(await shop.payment(user, payment.id)).toMatchObject({ status: 'paid', failure: null });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  });

  test('whose bank asks first is paid once the payer has confirmed', async () => {
    const user = await shop.db.signUp();
    const { payment, formId } = await shop.open(user);
    const result = shop.stripe.control.pay(formId, { card: 'authenticate' });
    await shop.settle();
    expect((await shop.payment(user, payment.id)).status).toBe('pending');
    if (!result.paymentIntentId) throw new Error('the bank did not ask');
    shop.stripe.control.authenticate(result.paymentIntentId, true);
    await shop.settle();
    expect((await shop.payment(user, payment.id)).status).toBe('paid');
  });

  test.each([
    [true, 'paid', TRIAL_MS + HALF_HOUR_MS],
    [false, 'failed', TRIAL_MS],
  ])('paid later by bank: %s', async (isPaid, status, balanceMs) => {
    const user = await shop.db.signUp();
    const { payment, formId } = await shop.open(user);
    shop.stripe.control.pay(formId, { card: 'pay_later' });
    await shop.settle();
    expect((await shop.payment(user, payment.id)).status).toBe('processing');
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    const row = await shop.db.row('select gateway_payment_id from payments where id = $1', [
      payment.id,
    ]);
    shop.stripe.control.settlePayment(String(row.gateway_payment_id), isPaid);
    await shop.settle();
    expect((await shop.payment(user, payment.id)).status).toBe(status);
    expect(await shop.balanceMs(user)).toBe(balanceMs);
  });

  test('on the page of the gateway answers its address', async () => {
    const user = await shop.db.signUp();
    const { url, frameUrl, clientSecret } = await shop.open(user, {
      package: 'time-120',
      mode: 'hosted',
    });
    expect(url).toMatch(/^http/);
    expect([frameUrl, clientSecret]).toEqual([null, null]);
  });

  test('sells several at once for the price of several', async () => {
    const user = await shop.db.signUp();
    const payment = await shop.buy(user, { package: 'time-30', quantity: 3 });
    expect(payment).toMatchObject({ status: 'paid', quantity: 3, amountMinor: 1_350 });
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS + 3 * HALF_HOUR_MS);
  });

  test('sells at the price a quote has promised', async () => {
    const user = await shop.db.signUp();
    const { quote } = (await shop.db.call('create_price_quote', {
      p_user_id: user.userId,
      p_organization_id: '00000000-0000-4000-8000-000000000001',
      p_package: 'time-30',
    } as never)) as unknown as { quote: { id: string } };
    await shop.db.rows(`update packages set price_minor = 500 where slug = 'time-30'`);
    try {
      const payment = await shop.buy(user, { quoteId: quote.id });
      expect(payment).toMatchObject({ status: 'paid', amountMinor: 450 });
    } finally {
      await shop.db.rows(`update packages set price_minor = 450 where slug = 'time-30'`);
    }
  });
});

describe('a retry with the same key', () => {
  test('answers the same payment and the same form', async () => {
    const user = await shop.db.signUp();
    const again = randomUUID();
    const first = await shop.open(user, { package: 'time-30' }, again);
    const second = await shop.open(user, { package: 'time-30' }, again);
    expect([second.payment.id, second.formId]).toEqual([first.payment.id, first.formId]);
    const rows = await shop.db.rows('select id from payments where user_id = $1', [user.userId]);
    expect(rows).toHaveLength(1);
  });

  test('is answered when the package is sold no longer', async () => {
    const user = await shop.db.signUp();
    const again = randomUUID();
    const first = await shop.open(user, { package: 'time-600' }, again);
    await shop.db.rows(`update packages set is_active = false where slug = 'time-600'`);
    const second = await shop.open(user, { package: 'time-600' }, again);
    expect(second.payment.id).toBe(first.payment.id);
    const refused = await shop.ask('POST', checkouts, {
      user,
      body: { package: 'time-600' },
      headers: key(),
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'package_not_on_sale']);
    await shop.db.rows(`update packages set is_active = true where slug = 'time-600'`);
  });

  test('of another wish is refused', async () => {
    const user = await shop.db.signUp();
    const again = randomUUID();
    await shop.open(user, { package: 'time-30' }, again);
    const { status, body } = await shop.ask('POST', checkouts, {
      user,
      body: { package: 'time-120' },
      headers: { 'idempotency-key': again },
    });
    expect([status, body.code]).toEqual([409, 'idempotency_conflict']);
  });

  test('sent twenty times at once makes one payment and one form', async () => {
    const user = await shop.db.signUp();
    const headers = key();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.ask('POST', checkouts, { user, body: { package: 'time-30' }, headers }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.payment.id)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.clientSecret)).size).toBe(1);
  });
});

describe('what cannot be bought', () => {
  test.each([
    [{ package: 'time-nothing' }, 404, 'package_not_found'],
    [{ package: 'time-30', quantity: 0 }, 422, 'validation_failed'],
    [{ package: 'time-30', quantity: -1 }, 422, 'validation_failed'],
    [{ package: 'time-30', quantity: 1.5 }, 422, 'validation_failed'],
    [{ package: 'time-30', quantity: 21 }, 422, 'validation_failed'],
    [{ package: 'time-30', quantity: 1e300 }, 422, 'validation_failed'],
    [{ package: 'time-30', amountMinor: 1 }, 422, 'validation_failed'],
    [{ package: 'time-30', gateway: 'cryptomus' }, 422, 'gateway_not_available'],
    [{ package: 'time-30', promoCode: 'NO-SUCH-CODE' }, 422, 'promo_code_invalid'],
    [{ quoteId: 'c56a4180-65aa-42ec-a945-5fd21dec0538' }, 404, 'quote_not_found'],
    [{ quoteId: 'c56a4180-65aa-42ec-a945-5fd21dec0538', quantity: 2 }, 422, 'validation_failed'],
    [{}, 422, 'validation_failed'],
  ])('%j is refused', async (wish, status, code) => {
    const user = await shop.db.signUp();
    const answer = await shop.ask('POST', checkouts, { user, body: wish, headers: key() });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const rows = await shop.db.rows('select id from payments where user_id = $1', [user.userId]);
    expect(rows).toEqual([]);
  });
});

// The standing order from the saved card to the balance, with a Stripe that answers as Stripe does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chargeAutoTopUp } from '../../api/src/auto-top-up/charge-auto-top-up.ts';
import { createBeginAutoTopUpsTask } from '../../api/src/tasks/begin-auto-top-ups.ts';
import { startSmtp } from '../../local/src/email-smtp.ts';
import type { ReceivedEmail } from '../../local/src/email-store.ts';
import { findFreePort } from '../../local/src/free-port.ts';
import { extend, startCall } from '../../supabase/tests/ledger-scenario.ts';
import { noticesOf } from '../../supabase/tests/notice-scenario.ts';
import type { TestUser } from '../support/database.ts';
import { HALF_HOUR_MS, TRIAL_MS, useShop } from './support/use-shop.ts';

const smtpPort = await findFreePort();
const shop = useShop({ SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, EMAIL_FROM: 'a@example.com' });
const mails: ReceivedEmail[] = [];
/** Two busy cores may take their time. */
const DONE_MS_MAX = 20_000;
let stopSmtp = async () => {};
beforeAll(async () => {
  const smtp = await startSmtp(smtpPort, async (mail) => {
    mails.push(mail);
  });
  stopSmtp = smtp.stop;
});
afterAll(async () => {
  shop.services?.email?.close();
  await stopSmtp();
});

/** Runs the task that begins what is due, and lets the queue charge it. */
async function topUp(): Promise<void> {
  await createBeginAutoTopUpsTask(shop.services).run();
  await shop.settle();
  await expect
    .poll(
      () =>
        shop.db.rows(
          `select from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier in ('charge_auto_top_up', 'send_notice')
           and j.attempts < j.max_attempts and j.run_at <= now()`,
        ),
      { timeout: DONE_MS_MAX },
    )
    .toEqual([]);
  await shop.settle();
}

/** A user whose saved card is this one of Stripe's test cards, with a standing order. */
async function subscriber(paymentMethodId = 'pm_card_visa'): Promise<TestUser> {
  const user = await shop.db.signUp();
  const customer = await shop.services.gateways.ensureStripeCustomer?.({
    userId: user.userId,
    organizationId: '00000000-0000-4000-8000-000000000001',
  });
  const card = await shop.services.gateways.stripeClient?.ask((api) =>
    api.paymentMethods.attach(paymentMethodId, { customer: String(customer) }),
  );
  await shop.db.call('set_saved_card', {
    p_user_id: user.userId,
    p_organization_id: '00000000-0000-4000-8000-000000000001',
    p_gateway: 'stripe',
    p_payment_method_id: String(card?.id),
    p_card_brand: 'visa',
    p_card_last4: String(card?.card?.last4),
    p_card_exp_month: 12,
    p_card_exp_year: 2_099,
  });
  const { status, body } = await order(user);
  expect([status, body.isEnabled]).toEqual([200, true]);
  return user;
}

async function order(user: TestUser, wish: Record<string, unknown> = {}) {
  const { body } = await shop.ask('GET', '/api/v1/packages');
  const half = body.items.find((item: { slug: string }) => item.slug === 'time-30');
  return shop.ask('PUT', '/api/v1/auto-top-up', {
    user,
    body: {
      isEnabled: true,
      // Above the trial: due at once.
      thresholdMs: TRIAL_MS + 1,
      packageId: half.id,
      monthlyMaxCount: 2,
      ...wish,
    },
  });
}

const stateOf = async (user: TestUser) =>
  (await shop.ask('GET', '/api/v1/auto-top-up', { user })).body;
const kindsOf = async (user: TestUser) => (await noticesOf(shop.db, user)).map(({ kind }) => kind);
const mailsTo = (user: TestUser) => mails.filter(({ to }) => to === user.email);

test('is off until somebody sets it, needs a saved card, and refuses what makes no sense', async () => {
  const user = await shop.db.signUp();
  expect(await stateOf(user)).toEqual({
    isEnabled: false,
    thresholdMs: 300_000,
    package: null,
    monthlyMaxCount: 2,
    usedThisMonthCount: 0,
    failedCount: 0,
    disabledReason: null,
    card: null,
  });
  expect((await order(user)).body.code).toBe('saved_card_missing');
  for (const wish of [
    { thresholdMs: 59_999 },
    { thresholdMs: 36_000_001 },
    { monthlyMaxCount: 0 },
    { monthlyMaxCount: 21 },
    { packageId: null },
    { thresholdMs: HALF_HOUR_MS },
  ]) {
    expect((await order(user, wish)).body.code).toBe('validation_failed');
  }
  const unknown = { packageId: '00000000-0000-4000-8000-00000000dead' };
  expect((await order(user, unknown)).body.code).toBe('package_not_found');
  expect((await order(user, { isEnabled: false, packageId: null })).status).toBe(200);
});

test('charges the saved card once, adds the time and tells by app and mail', async () => {
  const user = await subscriber();
  await topUp();
  await topUp();
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  const { body } = await shop.ask('GET', '/api/v1/payments', { user });
  expect(body.items).toMatchObject([
    { kind: 'auto_top_up', status: 'paid', amountMinor: 450, card: { last4: '4242' } },
  ]);
  expect(await stateOf(user)).toMatchObject({
    isEnabled: true,
    package: { slug: 'time-30' },
    usedThisMonthCount: 1,
    card: { brand: 'visa', last4: '4242' },
  });
  expect(await kindsOf(user)).toEqual(['auto_top_up_charged']);
  expect(mailsTo(user)).toMatchObject([{ subject: 'TEST: Your time was topped up' }]);
  expect(mailsTo(user)[0]?.text).toContain('€4.50');
});

test('charges once, however often and at once its task runs', async () => {
  const user = await subscriber();
  const [paymentId] = await shop.services.autoTopUpLedger.begin(20);
  const charge = () => chargeAutoTopUp({ paymentId: String(paymentId) }, shop.services);
  await Promise.allSettled([charge(), charge(), charge()]);
  await charge();
  await topUp();
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS + HALF_HOUR_MS);
  const intents = await shop.services.gateways.stripeClient?.ask((api) =>
    api.paymentIntents.list({ limit: 100 }),
  );
  const ofPayment = intents?.data.filter(({ metadata }) => metadata.payment_id === paymentId);
  expect(ofPayment).toHaveLength(1);
  expect(await kindsOf(user)).toEqual(['auto_top_up_charged']);
});

test('a card removed before it was charged is not charged', async () => {
  const user = await subscriber();
  const [paymentId] = await shop.services.autoTopUpLedger.begin(20);
  await shop.db.rows('update customers set payment_method_id = null where user_id = $1', [
    user.userId,
  ]);
  await chargeAutoTopUp({ paymentId: String(paymentId) }, shop.services);
  expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
  await order(user, { isEnabled: false });
});

test('keeps a call alive past its old end', async () => {
  const user = await subscriber();
  const { voiceSessionId } = await startCall(shop.db, user.userId);
  await extend(shop.db, voiceSessionId, 1, 0, { leaseMs: 600_000 });
  expect(await extend(shop.db, voiceSessionId, 2, 590_000)).toMatchObject({ is_final: true });
  await topUp();
  expect(await extend(shop.db, voiceSessionId, 3, 590_000)).toMatchObject({
    outcome: 'extended',
    is_final: false,
    remaining_ms: 10_000 + HALF_HOUR_MS,
  });
  await shop.db.rows(`select capture_hold($1, 1, 590000, 'user_hung_up')`, [voiceSessionId]);
});

test.each(['pm_card_chargeCustomerFail', 'pm_card_authenticationRequired'])(
  'a card that says no (%s) costs nothing, is told, and after three times is left alone',
  async (paymentMethodId) => {
    const user = await subscriber(paymentMethodId);
    for (const attempt of [1, 2, 3]) {
      await topUp();
      expect(await stateOf(user)).toMatchObject({
        isEnabled: attempt < 3,
        failedCount: attempt,
        usedThisMonthCount: 0,
        disabledReason: attempt < 3 ? null : 'failures',
      });
      await shop.db.rows(
        `update auto_top_ups set last_failed_at = last_failed_at - interval '1 hour'`,
      );
    }
    await topUp();
    expect(await shop.balanceMs(user)).toBe(TRIAL_MS);
    expect(await kindsOf(user)).toEqual([
      'auto_top_up_failed',
      'auto_top_up_failed',
      'auto_top_up_disabled',
    ]);
    expect(mailsTo(user)).toHaveLength(3);
    const { body } = await shop.ask('GET', '/api/v1/payments', { user });
    for (const { status } of body.items) expect(['failed', 'canceled']).toContain(status);
  },
);

test('without a way to charge cards nothing begins, and nothing counts as a failure', async () => {
  const user = await subscriber();
  await createBeginAutoTopUpsTask({ ...shop.services, gateways: { stripe: null } }).run();
  const { body } = await shop.ask('GET', '/api/v1/payments', { user });
  expect(body.items).toEqual([]);
  await order(user, { isEnabled: false });
});

// What the saved customers promise: one id a gateway and user, and the card they keep, or none.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();

const save = (userId: string, customerId: string) =>
  context.db.asService().call('save_customer', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_gateway: 'stripe',
    p_gateway_customer_id: customerId,
  });

const setCard = (userId: string, paymentMethodId: string | null) =>
  context.db.asService().call('set_saved_card', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_gateway: 'stripe',
    p_payment_method_id: paymentMethodId,
    p_card_brand: 'visa',
    p_card_last4: '4242',
    p_card_exp_month: 12,
    p_card_exp_year: 2030,
  });

test('of two customers made at the same moment the first stands', async () => {
  const { userId } = await context.db.signUp();
  const made = await Promise.all(['cus_a', 'cus_b'].map((id) => save(userId, id + userId)));
  expect(made.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'saved']);
  const [one, two] = made.map(({ gateway_customer_id }) => gateway_customer_id);
  expect(one).toBe(two);
  expect(await save(userId, String(one))).toMatchObject({ outcome: 'replayed' });
});

test('nobody is a customer where they are no member', async () => {
  expect(await save(randomUUID(), 'cus_c')).toEqual({
    outcome: 'not_found',
    gateway_customer_id: null,
  });
});

test('a card is kept until it is removed, and nothing of it after that', async () => {
  const { userId } = await context.db.signUp();
  expect(await setCard(userId, 'pm_1')).toEqual({ outcome: 'not_found' });
  await save(userId, `cus_${userId}`);
  const customer = () => context.db.row('select * from customers where user_id = $1', [userId]);
  expect(await setCard(userId, 'pm_1')).toEqual({ outcome: 'saved' });
  expect(await customer()).toMatchObject({
    payment_method_id: 'pm_1',
    card_brand: 'visa',
    card_last4: '4242',
    card_exp_month: 12,
    card_exp_year: 2030,
  });
  expect(await setCard(userId, null)).toEqual({ outcome: 'removed' });
  expect(await customer()).toMatchObject({
    payment_method_id: null,
    card_brand: null,
    card_last4: null,
    card_exp_month: null,
    card_exp_year: null,
  });
});

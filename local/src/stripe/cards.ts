// The test cards: their numbers and names as Stripe's, and what the bank says about each.
import type Stripe from 'stripe';
import type { World } from './world.ts';
import { newId } from './world.ts';

/** What a bank does when a card is charged. */
export type Behaviour =
  | 'succeed'
  | 'decline'
  | 'insufficient_funds'
  | 'expired'
  | 'fail_when_charged'
  | 'authenticate'
  | 'authenticate_always'
  | 'pay_later'
  | 'refund_fails'
  | 'refund_pending'
  | 'dispute';

/** A test card. `name` is how API calls name it: `pm_card_visa` for `visa`. */
export type TestCard = {
  number: string;
  behaviour: Behaviour;
  names: readonly string[];
  brand: string;
  /** What it does, for people. */
  label: string;
};

const card = (
  number: string,
  behaviour: Behaviour,
  names: readonly string[],
  label: string,
  brand = 'visa',
): TestCard => ({ number, behaviour, names, brand, label });

/** Every test card, in the order the pay page offers them. */
export const testCards: readonly TestCard[] = [
  card('4242424242424242', 'succeed', ['visa'], 'Succeeds'),
  // Who pays with a card somebody else paid with is taken for the same person by referrals.
  card(
    '5555555555554444',
    'succeed',
    ['mastercard'],
    'Succeeds: the card of somebody else',
    'mastercard',
  ),
  card('4000000000000002', 'decline', ['visa_chargeDeclined', 'chargeDeclined'], 'Is declined'),
  card(
    '4000000000009995',
    'insufficient_funds',
    ['visa_chargeDeclinedInsufficientFunds', 'chargeDeclinedInsufficientFunds'],
    'Has too little money on it',
  ),
  card(
    '4000002500003155',
    'authenticate',
    ['authenticationRequiredOnSetup'],
    'Asks your bank to confirm',
  ),
  card(
    '4000002760003184',
    'authenticate_always',
    ['authenticationRequired'],
    'Asks your bank to confirm, every time',
  ),
  card(
    '4000000000000341',
    'fail_when_charged',
    ['chargeCustomerFail'],
    'Can be saved, not charged',
  ),
  card(
    '4000000000000069',
    'expired',
    ['chargeDeclinedExpiredCard', 'visa_chargeDeclinedExpiredCard'],
    'Has expired',
  ),
  card('4000000000005126', 'refund_fails', ['refundFail'], 'Succeeds; a refund fails later'),
  card('4000000000007726', 'refund_pending', ['pendingRefund'], 'Succeeds; a refund takes a while'),
  card('4000000000000259', 'dispute', ['createDispute'], 'Succeeds, and is disputed at once'),
];

const fingerprintOf = (number: string): string => `sandbox${number.slice(0, 1)}${number.slice(-8)}`;

const emptyAddress = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

/** The test card behind a name such as `pm_card_visa` or `tok_visa`. */
export function findTestCard(name: string): TestCard | undefined {
  const [, word] = /^(?:pm_card|tok)_(.+)$/.exec(name) ?? [];
  return testCards.find(({ names }) => word !== undefined && names.includes(word));
}

function cardDetails({ number, brand }: TestCard): Stripe.PaymentMethod.Card {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month: 12,
    exp_year: new Date().getFullYear() + 4,
    fingerprint: fingerprintOf(number),
    funding: 'credit',
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/** A new payment method of a test card, or of a bank account that pays later. */
export function createPaymentMethod(
  world: World,
  from: TestCard | 'bank_account',
  email: string | null = null,
): Stripe.PaymentMethod {
  const own: Partial<Stripe.PaymentMethod> =
    from === 'bank_account'
      ? {
          type: 'sepa_debit',
          sepa_debit: {
            bank_code: '37040044',
            branch_code: '',
            country: 'DE',
            fingerprint: 'sandboxdebit3000',
            generated_from: { charge: null, setup_attempt: null },
            last4: '3000',
          },
        }
      : { type: 'card', card: cardDetails(from) };
  return world.store.paymentMethods.put({
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: emptyAddress, email, name: null, phone: null, tax_id: null },
    created: world.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    ...own,
  } as Stripe.PaymentMethod);
}

/** What the bank will say: by the card's number, unless a test has ordered otherwise. */
export function behaviourOf(world: World, method: Stripe.PaymentMethod): Behaviour {
  const order = world.store.cardOrders.get(method.id);
  if (order !== undefined) return order.behaviour as Behaviour;
  if (method.type !== 'card') return 'pay_later';
  const fingerprint = method.card?.fingerprint;
  return (
    testCards.find(({ number }) => fingerprintOf(number) === fingerprint)?.behaviour ?? 'succeed'
  );
}

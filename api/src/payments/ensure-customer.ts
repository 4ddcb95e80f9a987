// Makes a user known to Stripe, once, so that their card and receipts stay together.
import type { Database } from '../clients/database.ts';
import type { StripeClient } from '../clients/stripe.ts';
import type { Buyer, PaymentLedger } from './payment-ledger.ts';
import { readCustomer } from './read-payment-order.ts';

/** Answers the id of a user's customer at Stripe, made when there is none yet. */
export function createCustomerMaker(parts: {
  database: Pick<Database, 'query'>;
  stripe: StripeClient;
  paymentLedger: Pick<PaymentLedger, 'saveCustomer'>;
}): (buyer: Buyer) => Promise<string> {
  const { database, stripe, paymentLedger } = parts;
  return async (buyer) => {
    const known = await readCustomer(database, buyer, 'stripe');
    if (known) return known.gatewayCustomerId;
    const { userId, organizationId } = buyer;
    const [profile] = await database.query<{ email: string | null }>(
      'select email from public.profiles where id = $1',
      [userId],
    );
    const customer = await stripe.ask((api) =>
      api.customers.create(
        {
          metadata: { user_id: userId, organization_id: organizationId },
          ...(profile?.email ? { email: profile.email } : {}),
        },
        { idempotencyKey: `customer:${organizationId}:${userId}` },
      ),
    );
    // Of two requests at once the first to come back stands; Stripe gave both the same one.
    return (await paymentLedger.saveCustomer(buyer, 'stripe', customer.id)) ?? customer.id;
  };
}

// Reads, as the service, what a gateway must know of a payment and of who pays.
import type { Database } from '../clients/database.ts';
import type { GatewayName, PaymentOrder, SavedCard } from './gateway.ts';
import type { Buyer } from './payment-ledger.ts';
import type { PaymentRow } from './payment-row.ts';

/** A payment with the name of what is bought. */
export interface PaymentToMake extends PaymentRow {
  package_name: string | null;
}

const paymentText = `
  select payments.*, packages.name as package_name
  from public.payments
  left join public.packages on packages.id = payments.package_id
  where payments.id = $1`;

/** A payment by its id, whoever's it is; null when there is none. */
export async function readPaymentToMake(
  database: Pick<Database, 'query'>,
  paymentId: string,
): Promise<PaymentToMake | null> {
  const [row] = await database.query<PaymentToMake>(paymentText, [paymentId]);
  return row ?? null;
}

/** The payment as a gateway is asked for it. */
export function toPaymentOrder(payment: PaymentToMake): PaymentOrder {
  const name = payment.package_name ?? 'Time card';
  return {
    paymentId: payment.id,
    organizationId: payment.organization_id,
    userId: payment.user_id,
    title: payment.quantity === 1 ? name : `${payment.quantity} × ${name}`,
    amountMinor: payment.amount_minor,
    currency: payment.currency,
    createdAt: new Date(payment.created_at),
    expiresAt: new Date(payment.expires_at),
  };
}

/** A user at a gateway, with the card they keep there. */
export interface Customer {
  id: string;
  gatewayCustomerId: string;
  card: SavedCard | null;
}

interface CustomerRow {
  id: string;
  gateway_customer_id: string;
  payment_method_id: string | null;
  card_brand: string | null;
  card_last4: string | null;
  card_exp_month: number | null;
  card_exp_year: number | null;
}

/** Who a user is at a gateway; null before they were anyone there. */
export async function readCustomer(
  database: Pick<Database, 'query'>,
  buyer: Buyer,
  gateway: GatewayName,
): Promise<Customer | null> {
  const [row] = await database.query<CustomerRow>(
    `select id, gateway_customer_id, payment_method_id, card_brand, card_last4, card_exp_month,
       card_exp_year
     from public.customers
     where user_id = $1 and organization_id = $2 and gateway = $3`,
    [buyer.userId, buyer.organizationId, gateway],
  );
  if (!row) return null;
  const { id, gateway_customer_id: gatewayCustomerId, payment_method_id: paymentMethodId } = row;
  const card = paymentMethodId
    ? {
        gatewayCustomerId,
        paymentMethodId,
        brand: row.card_brand ?? 'card',
        last4: row.card_last4 ?? '',
        expMonth: row.card_exp_month ?? 12,
        expYear: row.card_exp_year ?? 2_099,
      }
    : null;
  return { id, gatewayCustomerId, card };
}

// Task sync_payment: makes a payment here what it is at its gateway, though no event told of it.
import type { Services } from '../services.ts';
import { readPaymentToMake } from './read-payment-order.ts';
import { syncPayment } from './sync-payment.ts';

/** Syncs the payment; nothing to do for one that is gone, free, or of a gateway no longer offered. */
export async function syncPaymentTask(
  { paymentId }: { paymentId: string },
  services: Services,
): Promise<void> {
  const payment = await readPaymentToMake(services.database, paymentId);
  if (!payment || payment.gateway === 'none') return;
  const gateway = services.gateways.find(payment.gateway);
  if (gateway) await syncPayment({ ...services, gateway }, paymentId);
}

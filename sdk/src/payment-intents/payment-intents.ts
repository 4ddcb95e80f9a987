// Resource of payments without a ready-made form: by a saved card, or by elements of the app's own.
import type { OrderParams } from '../checkout-sessions/checkout-sessions.ts';
import type { MindbotResult } from '../errors.ts';
import type { CreateOptions, Transport } from '../transport.ts';
import type { PaymentIntent } from '../types.ts';

/** What to pay, and with what. */
export type CreatePaymentIntentParams = OrderParams & {
  /** Charges the saved card at once. */
  useSavedCard?: boolean;
  /** Keeps the card that is given for the next time. */
  saveCard?: boolean;
};

/** Payments by a saved card or by a form of the app's own. */
export class PaymentIntents {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Orders a time card. With `useSavedCard` it is charged at once, unless the bank wants to see the
   * holder (`nextAction` is then `authenticate`); a refusal is the error `payment_declined`.
   * @example
   * const { data, error } = await mindbot.paymentIntents.create({ package: 'time-30', useSavedCard: true });
   * if (error?.code === 'payment_declined') offerAnotherCard();
   */
  create(
    params: CreatePaymentIntentParams,
    options: CreateOptions = {},
  ): Promise<MindbotResult<PaymentIntent>> {
    const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
    const path = '/payment-intents';
    return this.#transport.send({ method: 'POST', path, body: params, idempotencyKey }, options);
  }
}

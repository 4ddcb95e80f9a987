// Resource of forms to pay in.
import type { MindbotResult } from '../errors.ts';
import type { CreateOptions, Transport } from '../transport.ts';
import type { CheckoutSession } from '../types.ts';

/** What is bought: a package at its price now, or a quote at its own. */
export type OrderParams =
  | { package: string; quantity?: number; promoCode?: string; quoteId?: undefined }
  | { quoteId: string; package?: undefined };

/** What to pay, and where. */
export type CreateCheckoutSessionParams = OrderParams & {
  /** `embedded` stays on the page, `hosted` is a page of the gateway's; embedded without it. */
  mode?: 'embedded' | 'hosted';
  /** One of `config.payments.gateways`; Stripe without it. */
  gateway?: string;
};

/** Forms to pay in. */
export class CheckoutSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Orders a time card and makes the form it is paid in. Time is added when the payment is `paid`:
   * see `payments.waitFor`, or `purchaseTimeCard`, which does all of it.
   * @example
   * const { data: checkout } = await mindbot.checkoutSessions.create({ package: 'time-30', mode: 'hosted' });
   * if (checkout?.url) location.assign(checkout.url);
   */
  create(
    params: CreateCheckoutSessionParams,
    options: CreateOptions = {},
  ): Promise<MindbotResult<CheckoutSession>> {
    const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
    const path = '/checkout-sessions';
    return this.#transport.send({ method: 'POST', path, body: params, idempotencyKey }, options);
  }
}

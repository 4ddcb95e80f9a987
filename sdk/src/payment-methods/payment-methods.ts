// Resource of saved cards.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { PaymentMethodList } from '../types.ts';

/** Cards the user had saved. */
export class PaymentMethods {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Every saved card; the first is the one `useSavedCard` charges.
   * @example
   * const { data } = await mindbot.paymentMethods.list();
   * const [card] = data?.items ?? [];
   */
  list(options?: RequestOptions): Promise<MindbotResult<PaymentMethodList>> {
    return this.#transport.send({ method: 'GET', path: '/payment-methods' }, options);
  }

  /**
   * Forgets a card, here and at the gateway.
   * @example
   * await mindbot.paymentMethods.delete(card.id);
   */
  delete(id: string, options?: RequestOptions): Promise<MindbotResult<null>> {
    const path = `/payment-methods/${encodeURIComponent(id)}`;
    return this.#transport.send({ method: 'DELETE', path }, options);
  }
}

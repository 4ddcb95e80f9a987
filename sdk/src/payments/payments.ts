// Resource of payments: what was paid, and waiting until one is settled.
import type { MindbotResult } from '../errors.ts';
import type { EventHub } from '../events/event-hub.ts';
import { listAll, type PageParams } from '../pages.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { Page, Payment } from '../types.ts';
import { waitForPayment } from './wait-for-payment.ts';

/** Options of {@link Payments.waitFor}. */
export interface WaitForPaymentOptions extends RequestOptions {
  /** Called with every new state of the payment, the last one included. */
  onChange?: (payment: Payment) => void;
  /** When to stop waiting; without it when the payment is final ({@link isPaymentFinal}). */
  until?: (payment: Payment) => boolean;
}

/** Payments of the signed-in user. */
export class Payments {
  readonly #transport: Transport;
  readonly #events: EventHub;

  constructor(transport: Transport, events: EventHub) {
    this.#transport = transport;
    this.#events = events;
  }

  /**
   * One payment.
   * @example
   * const { data: payment } = await mindbot.payments.get(id);
   * console.log(payment?.status, payment?.receiptUrl);
   */
  get(id: string, options?: RequestOptions): Promise<MindbotResult<Payment>> {
    const path = `/payments/${encodeURIComponent(id)}`;
    return this.#transport.send({ method: 'GET', path }, options);
  }

  /**
   * One page of payments, newest first.
   * @example
   * const { data: page } = await mindbot.payments.list({ limit: 20 });
   */
  list(params: PageParams = {}, options?: RequestOptions): Promise<MindbotResult<Page<Payment>>> {
    return this.#transport.send({ method: 'GET', path: '/payments', query: params }, options);
  }

  /**
   * Every payment, newest first, page after page.
   * @throws {MindbotRequestError} when a page cannot be had.
   * @example
   * for await (const payment of mindbot.payments.listAll()) console.log(payment.amountMinor);
   */
  listAll(
    params: PageParams = {},
    options?: RequestOptions,
  ): AsyncGenerator<Payment, void, undefined> {
    return listAll((page: PageParams) => this.list(page, options), params);
  }

  /**
   * Waits until a payment is final. Follows the event stream, and asks now and then where there is
   * none, so an outage delays the answer and does not lose it. Ends early by `signal` alone, and
   * when the payment cannot be read at all (`not_found`, `unauthenticated`).
   * @example
   * const { data: payment } = await mindbot.payments.waitFor(id, { signal });
   * if (payment?.status === 'paid') showBalance();
   */
  waitFor(id: string, options: WaitForPaymentOptions = {}): Promise<MindbotResult<Payment>> {
    const get = (requestOptions: RequestOptions) => this.get(id, requestOptions);
    return waitForPayment({ id, get, events: this.#events, options });
  }
}

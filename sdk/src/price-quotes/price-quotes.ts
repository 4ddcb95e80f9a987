// Resource of prices that hold for a while.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { PriceQuote } from '../types.ts';

/** What to price. */
export interface CreatePriceQuoteParams {
  /** Slug or id of a package. */
  package: string;
  quantity?: number;
  /** ISO 4217; the organization's own without it. */
  currency?: string;
  promoCode?: string;
}

/** Prices that hold until they expire. */
export class PriceQuotes {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The price of a package for this user, and what it is made of. Buying with its id costs just that.
   * @example
   * const { data: quote, error } = await mindbot.priceQuotes.create({ package: 'time-30', promoCode });
   * if (error?.code === 'promo_code_invalid') showPromoHint();
   */
  create(
    params: CreatePriceQuoteParams,
    options?: RequestOptions,
  ): Promise<MindbotResult<PriceQuote>> {
    return this.#transport.send({ method: 'POST', path: '/price-quotes', body: params }, options);
  }
}

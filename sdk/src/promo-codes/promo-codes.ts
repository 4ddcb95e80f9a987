// Resource of codes that are worth free time.
import type { MindbotResult } from '../errors.ts';
import type { CreateOptions, Transport } from '../transport.ts';
import type { PromoRedemption } from '../types.ts';

/** Promo codes. Those that lower a price are given to `priceQuotes.create` instead. */
export class PromoCodes {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Turns a code into time, once for each idempotency key: a retry answers as the first. Fails with
   * `promo_code_invalid`, `promo_code_exhausted`, or `promo_code_needs_purchase` for a code that
   * lowers a price.
   * @example
   * const { data, error } = await mindbot.promoCodes.redeem('WELCOME');
   * if (data) console.log(data.grantedMs / 60_000, 'minutes more');
   */
  redeem(code: string, options: CreateOptions = {}): Promise<MindbotResult<PromoRedemption>> {
    const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
    const path = '/promo-redemptions';
    return this.#transport.send({ method: 'POST', path, body: { code }, idempotencyKey }, options);
  }
}

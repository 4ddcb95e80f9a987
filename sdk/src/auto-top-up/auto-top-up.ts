// Resource of buying by itself when time runs low.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { AutoTopUp } from '../types.ts';

/** All of the settings; none is kept from before. */
export interface UpdateAutoTopUpParams {
  isEnabled: boolean;
  /** Below this balance a card is bought. */
  thresholdMs: number;
  /** What is bought; null only while it is off. */
  packageId: string | null;
  /** At most so many in a calendar month. */
  monthlyMaxCount: number;
}

/** Automatic top-up of the signed-in user. */
export class AutoTopUpResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The settings, and what they have done this month.
   * @example
   * const { data: autoTopUp } = await mindbot.autoTopUp.get();
   * if (autoTopUp?.disabledReason === 'failures') askForAnotherCard();
   */
  get(options?: RequestOptions): Promise<MindbotResult<AutoTopUp>> {
    return this.#transport.send({ method: 'GET', path: '/auto-top-up' }, options);
  }

  /**
   * Sets it. Turning it on needs a saved card: `saved_card_missing` without.
   * @example
   * await mindbot.autoTopUp.update({ isEnabled: true, thresholdMs: 300_000, packageId, monthlyMaxCount: 2 });
   */
  update(
    params: UpdateAutoTopUpParams,
    options?: RequestOptions,
  ): Promise<MindbotResult<AutoTopUp>> {
    return this.#transport.send({ method: 'PUT', path: '/auto-top-up', body: params }, options);
  }
}

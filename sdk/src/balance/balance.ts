// Resource of the account's time.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { Balance } from '../types.ts';

/** Time of the signed-in user's account. */
export class BalanceResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The account's time and the grants it is made of, in milliseconds.
   * @example
   * const { data: balance } = await mindbot.balance.get();
   * console.log(Math.floor((balance?.remainingMs ?? 0) / 60_000), 'minutes');
   */
  get(options?: RequestOptions): Promise<MindbotResult<Balance>> {
    return this.#transport.send({ method: 'GET', path: '/balance' }, options);
  }
}

// Resource of inviting others, and of having been invited.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { AcceptedReferral, Referral } from '../types.ts';

/** Referrals of the signed-in user. */
export class ReferralResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The user's own link, and what it has brought so far.
   * @example
   * const { data: referral } = await mindbot.referral.get();
   * console.log(referral?.url, referral?.rewardedCount);
   */
  get(options?: RequestOptions): Promise<MindbotResult<Referral>> {
    return this.#transport.send({ method: 'GET', path: '/referral' }, options);
  }

  /**
   * Notes whose link the user came by. Both are rewarded after the user's first payment. Fails with
   * `referral_refused` for one's own link, for loops, and after a first payment.
   * @example
   * await mindbot.referral.accept(code);
   */
  accept(code: string, options?: RequestOptions): Promise<MindbotResult<AcceptedReferral>> {
    return this.#transport.send({ method: 'POST', path: '/referrals', body: { code } }, options);
  }
}

// Resource of the subscriptions on offer.
import type { MindbotResult } from '../errors.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type { PlanList } from '../types.ts';

/** Subscriptions on offer. */
export class Plans {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Every plan. Needs no token.
   * @example
   * const { data } = await mindbot.plans.list();
   * for (const plan of data?.items ?? []) console.log(plan.name, plan.includedMs / 60_000);
   */
  list(options?: RequestOptions): Promise<MindbotResult<PlanList>> {
    return this.#transport.send({ method: 'GET', path: '/plans', isPublic: true }, options);
  }
}

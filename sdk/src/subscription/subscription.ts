// Resource of the user's one subscription.
import type { MindbotResult } from '../errors.ts';
import type { CreateOptions, RequestOptions, Transport } from '../transport.ts';
import type { CurrentSubscription, Subscription, SubscriptionCheckout } from '../types.ts';

/** What to subscribe to. */
export interface CreateSubscriptionParams {
  /** Slug or id of a plan. */
  plan: string;
  /** What overage may cost in a period at most, in minor units; none may without it. */
  overageCapMinor?: number;
  mode?: 'embedded' | 'hosted';
}

/** What to change; the rest stays. */
export interface UpdateSubscriptionParams {
  plan?: string;
  /** When another plan begins: at once with proration, or with the next period. */
  when?: 'now' | 'period_end';
  cancelAtPeriodEnd?: boolean;
  overageCapMinor?: number;
}

/** The subscription of the signed-in user. */
export class SubscriptionResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The subscription; `subscription` is null without one.
   * @example
   * const { data } = await mindbot.subscription.get();
   * console.log(data?.subscription?.plan.name ?? 'none');
   */
  get(options?: RequestOptions): Promise<MindbotResult<CurrentSubscription>> {
    return this.#transport.send({ method: 'GET', path: '/subscription' }, options);
  }

  /**
   * Makes the form a subscription is begun in.
   * @example
   * const { data: checkout } = await mindbot.subscription.create({ plan: 'starter', mode: 'hosted' });
   * if (checkout?.url) location.assign(checkout.url);
   */
  create(
    params: CreateSubscriptionParams,
    options: CreateOptions = {},
  ): Promise<MindbotResult<SubscriptionCheckout>> {
    const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
    const path = '/subscriptions';
    return this.#transport.send({ method: 'POST', path, body: params, idempotencyKey }, options);
  }

  /**
   * Changes the plan, the end or the cap.
   * @example
   * await mindbot.subscription.update({ cancelAtPeriodEnd: true });
   */
  update(
    params: UpdateSubscriptionParams,
    options?: RequestOptions,
  ): Promise<MindbotResult<Subscription>> {
    return this.#transport.send({ method: 'PATCH', path: '/subscription', body: params }, options);
  }
}

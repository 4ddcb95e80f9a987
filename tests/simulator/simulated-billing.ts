// Subscriptions in a simulated world: a gateway that bills short months, late, not at all or twice.
import type { OverageOrder, StripeBilling } from '../../api/src/clients/stripe-billing.ts';
import { createPaymentLedger } from '../../api/src/payments/payment-ledger.ts';
import type { Services } from '../../api/src/services.ts';
import { billOverageTask } from '../../api/src/subscriptions/bill-overage.ts';
import { createSubscriptionLedger } from '../../api/src/subscriptions/subscription-ledger.ts';
import { syncSubscriptionTask } from '../../api/src/subscriptions/sync-subscription.ts';
import { DEFAULT_ORGANIZATION_ID } from '../support/database-clone.ts';
import {
  type Invoice,
  type Plan,
  plans,
  type Subscription,
  toStripe,
  toStripeInvoice,
} from './gateway-subscriptions.ts';
import { SimulatedProcess } from './schedule.ts';
import type { SimulatedApi } from './simulated-api.ts';
import { createWebhooks } from './simulated-webhooks.ts';
import type { World } from './world.ts';

const REQUEST_TIMEOUT_MS = 15_000;
const MONTH_MS = 60_000;
const CHECKOUT_MS = 600_000;
const OVERAGE_CAPS_MINOR = [0, 40];

/** Where plans are had. */
export type Billing = {
  /** Starts a subscription; what comes of it, and when, is for the world to decide. */
  subscribe: (browser: SimulatedProcess, userId: string, key: string) => void;
  /** Brings all of them up to date as the tasks of the api do. */
  reconcile: (api: SimulatedApi) => Promise<void>;
  /** Ids of all invoices that were paid: the truth about money. */
  paidInvoiceIds: () => string[];
};

/** Opens the billing. Its own process is the gateway's: it never dies. */
export function openBilling(
  world: World,
  apiOf: () => SimulatedApi,
  isOpen: () => boolean,
): Billing {
  const { random, schedule, network, database } = world;
  const gateway = new SimulatedProcess(schedule, 'billing');
  const sendEvent = createWebhooks(world, apiOf, gateway);
  const subscriptions = new Map<string, Subscription>();
  let invoiceCount = 0;
  const secondsAt = (atMs: number) => Math.floor(database.dateOf(atMs).getTime() / 1_000);

  const servicesOf = (api: SimulatedApi) =>
    ({
      database: api.database,
      paymentLedger: createPaymentLedger(api.database),
      subscriptionLedger: createSubscriptionLedger(api.database),
      stripeBilling: clientFor(api),
      logger: world.loggerOf(api.process.name),
    }) as unknown as Services;
  const sync = (api: SimulatedApi, gatewaySubscriptionId: string) =>
    syncSubscriptionTask({ gatewaySubscriptionId }, servicesOf(api));

  function happens(subscription: Subscription, text: string): void {
    world.note(subscription.ourId, text);
    sendEvent((api) => sync(api, subscription.id));
  }

  /** Makes an invoice and charges it; one that is not paid is tried once more, later. */
  function charge(
    subscription: Subscription,
    parts: Pick<Invoice, 'lines' | 'overagePeriodId'>,
    amountMinor: number,
  ): Invoice {
    invoiceCount += 1;
    const { startsAtSeconds, endsAtSeconds } = subscription;
    const isPaid = amountMinor === 0 || random.chance(0.85);
    const invoice: Invoice = {
      ...parts,
      id: `in_${invoiceCount}`,
      status: isPaid ? 'paid' : 'open',
      amountMinor,
      startsAtSeconds,
      endsAtSeconds,
    };
    subscription.invoices.push(invoice);
    happens(subscription, `invoice ${invoice.id} is ${invoice.status}`);
    if (!isPaid) gateway.after(random.durationMs(20_000), () => tryAgain(subscription, invoice));
    return invoice;
  }

  function tryAgain(subscription: Subscription, invoice: Invoice): void {
    const isPaid = random.chance(0.6);
    invoice.status = isPaid ? 'paid' : 'void';
    if (invoice.overagePeriodId === null) subscription.status = isPaid ? 'active' : 'canceled';
    happens(subscription, `invoice ${invoice.id} is ${invoice.status} at last`);
  }

  function renew(subscription: Subscription): void {
    if (subscription.status === 'canceled') return;
    if (!isOpen() || random.chance(0.2)) {
      subscription.status = 'canceled';
      happens(subscription, 'canceled');
      return;
    }
    subscription.startsAtSeconds = secondsAt(schedule.nowMs);
    subscription.endsAtSeconds = subscription.startsAtSeconds + MONTH_MS / 1_000;
    const { plan } = subscription;
    const { priceMinor } = plans[plan];
    const lines: Invoice['lines'] = [{ plan, amountMinor: priceMinor, isProration: false }];
    const invoice = charge(subscription, { lines, overagePeriodId: null }, priceMinor);
    subscription.status = invoice.status === 'paid' ? 'active' : 'past_due';
    gateway.after(MONTH_MS, () => renew(subscription));
    if (random.chance(0.4)) {
      gateway.after(random.integer(5_000, MONTH_MS - 5_000), () => change(subscription));
    }
  }

  /** To the other plan at once, the rest of the month charged for or given back. */
  function change(subscription: Subscription): void {
    if (subscription.status !== 'active') return;
    const from = subscription.plan;
    const to = from === 'sim-small' ? 'sim-large' : 'sim-small';
    const share = (subscription.endsAtSeconds - secondsAt(schedule.nowMs)) / (MONTH_MS / 1_000);
    const worth = (plan: Plan) => Math.round(plans[plan].priceMinor * share);
    subscription.plan = to;
    const lines: Invoice['lines'] = [
      { plan: from, amountMinor: -worth(from), isProration: true },
      { plan: to, amountMinor: worth(to), isProration: true },
    ];
    const amountMinor = Math.max(0, worth(to) - worth(from));
    const { startsAtSeconds } = subscription;
    // What is left begins now; the month itself began before.
    subscription.startsAtSeconds = secondsAt(schedule.nowMs);
    charge(subscription, { lines, overagePeriodId: null }, amountMinor);
    subscription.startsAtSeconds = startsAtSeconds;
  }

  function billOverage(order: OverageOrder): string {
    const subscription = subscriptions.get(order.gatewaySubscriptionId);
    if (!subscription) throw new Error(`no subscription ${order.gatewaySubscriptionId}`);
    const { periodId: overagePeriodId, amountMinor } = order;
    const known = subscription.invoices.find((one) => one.overagePeriodId === overagePeriodId);
    return (known ?? charge(subscription, { lines: [], overagePeriodId }, amountMinor)).id;
  }

  /** The client one api process has; each request takes it a moment, in which it may die. */
  function clientFor({ process }: SimulatedApi): StripeBilling {
    const ask = async <Answer>(answer: () => Answer): Promise<Answer> => {
      await process.sleep(1 + random.durationMs(50));
      const result = structuredClone(answer());
      await process.sleep(1 + random.durationMs(50));
      return result;
    };
    return {
      readSubscription: (id: string) => ask(() => toStripe(subscriptions.get(id))),
      listInvoices: (customerId: string) =>
        ask(() =>
          [...subscriptions.values()]
            .filter((one) => one.customerId === customerId)
            .flatMap((one) => one.invoices.map((invoice) => toStripeInvoice(one, invoice)))
            .reverse(),
        ),
      findPayment: (id: string) => ask(() => ({ id: `pi_${id}`, latest_charge: null })),
      billOverage: (order: OverageOrder) => ask(() => billOverage(order)),
      cancel: (id: string) =>
        ask(() => {
          const subscription = subscriptions.get(id);
          if (subscription) subscription.status = 'canceled';
        }),
    } as unknown as StripeBilling;
  }

  async function order(api: SimulatedApi, userId: string, key: string, plan: string, cap: number) {
    const ledger = createSubscriptionLedger(api.database);
    const user = { userId, organizationId: DEFAULT_ORGANIZATION_ID };
    const wish = { plan, overageCapMinor: cap, idempotencyKey: key, requestHash: key };
    const created = await ledger.create(user, { ...wish, lifetimeMs: CHECKOUT_MS });
    if (created.outcome !== 'created' && created.outcome !== 'replayed') return null;
    const { id } = created.subscription;
    await ledger.setCheckout(id, `cs_${id}`, `cus_${userId}`);
    return id;
  }

  async function begin(browser: SimulatedProcess, userId: string, key: string): Promise<void> {
    const plan = random.pick(Object.keys(plans) as Plan[]);
    const cap = random.pick(OVERAGE_CAPS_MINOR);
    const ourId = await network
      .send(browser, () => order(apiOf(), userId, key, plan, cap), REQUEST_TIMEOUT_MS)
      .catch(() => null);
    const id = `sub_${ourId}`;
    if (ourId === null || subscriptions.has(id)) return;
    const subscription: Subscription = {
      id,
      ourId,
      customerId: `cus_${userId}`,
      status: 'active',
      plan,
      startsAtSeconds: 0,
      endsAtSeconds: 0,
      invoices: [],
    };
    subscriptions.set(id, subscription);
    await gateway.sleep(random.durationMs(5_000));
    renew(subscription);
  }

  async function billOverages(api: SimulatedApi): Promise<void> {
    const services = servicesOf(api);
    await services.subscriptionLedger.closeOverages(200);
    const periods = await api.database.query<{ id: string }>(
      `select id from subscription_periods where overage_status = 'closed' order by id`,
    );
    for (const { id } of periods) await billOverageTask({ periodId: id }, services);
  }

  const watch = () =>
    gateway.after(20_000, () => {
      void billOverages(apiOf()).catch(() => {});
      watch();
    });
  watch();

  return {
    subscribe: (browser, userId, key) => void begin(browser, userId, key),
    async reconcile(api) {
      for (const id of subscriptions.keys()) await sync(api, id);
      await billOverages(api);
      for (const id of subscriptions.keys()) await sync(api, id);
    },
    paidInvoiceIds: () =>
      [...subscriptions.values()]
        .flatMap(({ invoices }) => invoices)
        .filter(({ status }) => status === 'paid')
        .map(({ id }) => id),
  };
}

// Buying in a simulated world: a gateway with late, doubled and lost events, refunds and disputes.
import { DEFAULT_ORGANIZATION_ID } from '../support/database-clone.ts';
import { SimulatedProcess } from './schedule.ts';
import type { SimulatedApi } from './simulated-api.ts';
import { createWebhooks } from './simulated-webhooks.ts';
import type { World } from './world.ts';

const REQUEST_TIMEOUT_MS = 15_000;

/** A payment as the gateway knows it; the truth about money. */
export type GatewayPayment = {
  id: string;
  status: 'pending' | 'paid' | 'failed';
  amountMinor: number;
  currency: string;
  refunds: { id: string; amountMinor: number; status: 'succeeded' }[];
  disputes: { id: string; status: 'open' | 'won' | 'lost' }[];
};

/** Where time is bought. */
export type Shop = {
  payments: Map<string, GatewayPayment>;
  /** Starts a purchase; what comes of it, and when, is for the world to decide. */
  buy: (browser: SimulatedProcess, userId: string, key: string) => void;
  /** Brings every payment up to date as the reconciling task does. */
  reconcile: (api: SimulatedApi) => Promise<void>;
};

type Ordered = { outcome: string; payment: { id: string; amount_minor: number; currency: string } };

async function order(api: SimulatedApi, userId: string, key: string, packageSlug: string) {
  const [quoted] = await api.database.query<{ outcome: string; quote: { id: string } }>(
    'select * from create_price_quote($1, $2, $3)',
    [userId, DEFAULT_ORGANIZATION_ID, packageSlug],
  );
  const [ordered] = await api.database.query<Ordered>(
    `select * from create_payment($1, $2, $3, 'purchase', 'stripe', 'checkout', $4, $5, 3600000)`,
    [userId, DEFAULT_ORGANIZATION_ID, quoted?.quote.id, key, packageSlug],
  );
  return ordered;
}

/** Asks the gateway what a payment is now and applies that; again when somebody was faster. */
async function sync(api: SimulatedApi, world: World, payment: GatewayPayment): Promise<void> {
  for (;;) {
    const [clock] = await api.database.query<{ now: Date }>('select database_now() as now');
    await api.process.sleep(1 + world.random.durationMs(50));
    const { status, amountMinor, currency, refunds, disputes } = structuredClone(payment);
    const snapshot = { status, amountMinor, currency, refunds, disputes, card: null };
    await api.process.sleep(1 + world.random.durationMs(50));
    const [applied] = await api.database.query<{ outcome: string }>(
      'select * from apply_payment_snapshot($1, $2, $3)',
      [
        payment.id,
        clock?.now,
        JSON.stringify({ ...snapshot, gatewayPaymentId: `pi_${payment.id}` }),
      ],
    );
    if (applied?.outcome !== 'stale') return;
  }
}

/** Opens the shop. Its own process is the gateway's: it never dies. */
export function openShop(world: World, apiOf: () => SimulatedApi, packages: string[]): Shop {
  const { random, schedule, network } = world;
  const gateway = new SimulatedProcess(schedule, 'gateway');
  const sendEvent = createWebhooks(world, apiOf, gateway);
  const payments = new Map<string, GatewayPayment>();

  function happens(payment: GatewayPayment, text: string, change: () => void): void {
    change();
    world.note(payment.id, text);
    sendEvent((api) => sync(api, world, payment));
  }

  function giveBack(payment: GatewayPayment): void {
    const refundedMinor = payment.refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const leftMinor = payment.amountMinor - refundedMinor;
    if (leftMinor <= 0) return;
    const amountMinor = random.chance(0.4) ? leftMinor : random.integer(1, leftMinor);
    const id = `re_${payment.id}_${payment.refunds.length}`;
    happens(payment, `refund of ${amountMinor} of ${payment.amountMinor}`, () =>
      payment.refunds.push({ id, amountMinor, status: 'succeeded' }),
    );
    if (random.chance(0.3)) gateway.after(random.durationMs(20_000), () => giveBack(payment));
  }

  function argue(payment: GatewayPayment): void {
    const dispute: GatewayPayment['disputes'][number] = { id: `dp_${payment.id}`, status: 'open' };
    happens(payment, 'dispute opened', () => payment.disputes.push(dispute));
    gateway.after(random.durationMs(40_000), () => {
      const status = random.pick(['won', 'lost'] as const);
      happens(payment, `dispute ${status}`, () => {
        dispute.status = status;
      });
    });
  }

  async function purchase(browser: SimulatedProcess, userId: string, key: string): Promise<void> {
    const slug = random.pick(packages);
    let ordered: Ordered | undefined;
    for (let attempt = 0; attempt < 3 && ordered === undefined; attempt += 1) {
      ordered = await network
        .send(browser, () => order(apiOf(), userId, key, slug), REQUEST_TIMEOUT_MS)
        .catch(() => undefined);
    }
    if (ordered?.outcome !== 'created' && ordered?.outcome !== 'replayed') return;
    const { id, amount_minor, currency } = ordered.payment;
    if (payments.has(id)) return;
    const payment: GatewayPayment = {
      id,
      status: 'pending',
      amountMinor: amount_minor,
      currency,
      refunds: [],
      disputes: [],
    };
    payments.set(id, payment);
    await gateway.sleep(random.durationMs(5_000));
    const status = random.chance(0.85) ? 'paid' : 'failed';
    happens(payment, `${status} by ${userId}`, () => {
      payment.status = status;
    });
    if (status === 'failed') return;
    if (random.chance(0.25)) gateway.after(random.durationMs(60_000), () => giveBack(payment));
    if (random.chance(0.1)) gateway.after(random.durationMs(60_000), () => argue(payment));
  }

  return {
    payments,
    buy: (browser, userId, key) => void purchase(browser, userId, key),
    async reconcile(api) {
      for (const payment of payments.values()) await sync(api, world, payment);
    },
  };
}

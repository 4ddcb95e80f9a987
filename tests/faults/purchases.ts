// The fault run of purchases: apis are killed at random moments while events come twice, late and in
// disorder, and at the end every paid order has its time, once.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import Stripe from 'stripe';
import { findFreePort } from '../../local/src/free-port.ts';
import { type StripeSandbox, startStripeSandbox } from '../../local/src/stripe/sandbox.ts';
import type { TestDatabase, TestUser } from '../support/database-clone.ts';
import { createRandom, type Random } from '../support/random.ts';
import { ApiProcess } from './api-process.ts';
import { type BuyerParts, drawCourse, makePurchase } from './buyer.ts';
import { findLeftovers, type Judgement, judgePurchases } from './judge-purchases.ts';

/** How much is to happen. */
export interface FaultRunOptions {
  purchases: number;
  seed: number;
  /** At least so many processes are killed, the last of them after the last purchase at latest. */
  kills: number;
  /** Purchases made at once. */
  concurrency?: number;
  onProgress?: (text: string) => void;
}

/** What happened. */
export interface FaultRunSummary extends Judgement {
  seed: number;
  kills: number;
  retries: number;
  seconds: number;
}

const WEBHOOK_SECRET = 'whsec_of_the_fault_run';
const PURCHASES_PER_USER = 4;
/** A killed process is missed after twelve seconds, and failed tasks wait a little longer. */
const SETTLE_MS_MAX = 180_000;

/** Runs it on a database of its own. */
export async function runPurchases(
  db: TestDatabase,
  options: FaultRunOptions,
): Promise<FaultRunSummary> {
  const startedAtMs = performance.now();
  const random = createRandom(options.seed);
  const ports = [await findFreePort(), await findFreePort()] as const;
  const webhook = {
    url: `http://127.0.0.1:${ports[0]}/webhooks/stripe`,
    secret: WEBHOOK_SECRET,
  };
  const sandbox = await startStripeSandbox({ webhook });
  const stripe = connect(sandbox);
  const apis = ports.map(
    (port) =>
      new ApiProcess({
        port,
        databaseUrl: db.databaseUrl,
        stripeUrl: sandbox.url,
        stripeSecretKey: sandbox.secretKey,
        webhookSecret: WEBHOOK_SECRET,
      }),
  );
  const counts = { retries: 0, kills: 0 };
  try {
    for (const api of apis) await api.start();
    sandbox.control.setDeliveries({ duplicates: 1, reorder: true, delayMs: 20 });
    const users = await signUpBuyers(db, options.purchases);
    const parts: BuyerParts = {
      apis,
      control: sandbox.control,
      random,
      onRetry: () => {
        counts.retries += 1;
      },
      findIntent: async (formId) =>
        String((await stripe.checkout.sessions.retrieve(formId)).payment_intent),
    };
    const buying = buyAll(parts, users, options);
    const killing = killUntil(buying.isOver, apis, options, counts);
    await Promise.all([buying.done, killing]);
    options.onProgress?.('all is bought; waiting until everything has settled');
    sandbox.control.setDeliveries({ duplicates: 0, reorder: false, delayMs: 0 });
    await sandbox.control.settled();
    await settle(db);
    const judgement = await judgePurchases(db, stripe);
    const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
    return { ...judgement, ...counts, seed: options.seed, seconds };
  } catch (error) {
    for (const line of apis.flatMap(({ log }) => log.slice(-20))) options.onProgress?.(line);
    throw error;
  } finally {
    await Promise.all(apis.map((api) => api.stop()));
    await sandbox.stop();
  }
}

function connect(sandbox: StripeSandbox): Stripe {
  const { hostname, port } = new URL(sandbox.url);
  return new Stripe(sandbox.secretKey, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
  });
}

async function signUpBuyers(db: TestDatabase, purchases: number): Promise<TestUser[]> {
  const users: TestUser[] = [];
  for (let made = 0; made < Math.ceil(purchases / PURCHASES_PER_USER); made += 1) {
    users.push(await db.signUp());
  }
  return users;
}

/** Makes all purchases, some at once. A purchase that cannot be made ends the run. */
function buyAll(parts: BuyerParts, users: readonly TestUser[], options: FaultRunOptions) {
  let begun = 0;
  let isOver = false;
  const buy = async () => {
    while (begun < options.purchases) {
      const user = users[begun % users.length] as TestUser;
      begun += 1;
      if (begun % 100 === 0) options.onProgress?.(`${begun} purchases begun`);
      await makePurchase(parts, user, randomUUID(), drawCourse(parts.random));
    }
  };
  const done = Promise.all(Array.from({ length: options.concurrency ?? 8 }, buy)).finally(() => {
    isOver = true;
  });
  return { done, isOver: () => isOver };
}

/** Kills one api after the other, in the middle of whatever it does, and starts it again. */
async function killUntil(
  isOver: () => boolean,
  apis: readonly ApiProcess[],
  options: FaultRunOptions,
  counts: { kills: number },
): Promise<void> {
  // A chance of its own: when kills come must not depend on how fast buyers were.
  const random: Random = createRandom(options.seed + 1);
  while (!isOver() || counts.kills < options.kills) {
    await wait(random.integer(200, 2_500));
    const api = random.pick(apis);
    await api.kill();
    counts.kills += 1;
    await wait(random.integer(0, 500));
    await api.start();
  }
}

async function settle(db: TestDatabase): Promise<void> {
  const until = Date.now() + SETTLE_MS_MAX;
  while (Date.now() < until) {
    if ((await findLeftovers(db)).length === 0) return;
    await wait(250);
  }
}

// Gives a test file a whole shop: the api with its queue, Postgres, and a Stripe it can disturb.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { startTaskQueue, type TaskQueue } from '../../../api/src/queue/task-queue.ts';
import { createReconcilePaymentsTask } from '../../../api/src/tasks/reconcile-payments.ts';
import { type Listening, listen } from '../../../api/src/testing/listen.ts';
import { testEnvironment } from '../../../api/src/testing/test-environment.ts';
import { createTestApp, type TestApi } from '../../../api/src/testing/use-api.ts';
import { findFreePort } from '../../../local/src/free-port.ts';
import { type StripeSandbox, startStripeSandbox } from '../../../local/src/stripe/sandbox.ts';
import { createTestDatabase, type TestDatabase, type TestUser } from '../../support/database.ts';

/** Signs the webhooks of the tests. */
export const WEBHOOK_SECRET = 'whsec_a_secret_of_the_tests_alone';

/** What a buyer asks for. */
export type Wish = Record<string, unknown>;

/** A shop to test. */
export interface Shop extends Pick<TestApi, 'send' | 'ask' | 'services'> {
  db: TestDatabase;
  stripe: StripeSandbox;
  /** Where the api listens, as Stripe finds it. */
  url: string;
  /** Opens a checkout; it must be made. */
  open(user: TestUser, wish?: Wish, key?: string): Promise<OpenCheckout>;
  /** Opens a checkout and pays it with a card that works; answers the payment as it then is. */
  buy(user: TestUser, wish?: Wish): Promise<PaymentView>;
  /** The payment as its buyer sees it. */
  payment(user: TestUser, id: string): Promise<PaymentView>;
  /** What is on the buyer's account, in ms. */
  balanceMs(user: TestUser): Promise<number>;
  /** Resolves when every event was delivered and every task done. */
  settle(): Promise<void>;
  /** Runs the task that repairs what webhooks missed. */
  reconcile(): Promise<void>;
}

/** A payment as the api answers it. */
export type PaymentView = {
  id: string;
  status: string;
  timeGrantId: string | null;
  amountMinor: number;
  refundedMinor: number;
  disputeStatus: string;
  isUnderReview: boolean;
  failure: { code: string; message: string } | null;
  receiptUrl: string | null;
  card: { brand: string; last4: string } | null;
};

/** A checkout as the api answers it. */
export type OpenCheckout = {
  payment: PaymentView;
  /** Stripe's id of the form. */
  formId: string;
  clientSecret: string | null;
  frameUrl: string | null;
  url: string | null;
};

/** What an account of the tests begins with: the trial. */
export const TRIAL_MS = 600_000;
/** What the package `time-30` is. */
export const HALF_HOUR_MS = 1_800_000;

const DONE_MS_MAX = 20_000;

/** The shop of a test file, filled before its first test; after each the ledger must agree. */
export function useShop(overrides: Record<string, string> = {}): Shop {
  const shop = {} as Shop;
  let server: Listening;
  let queue: TaskQueue;
  beforeAll(async () => {
    shop.db = await createTestDatabase();
    const port = await findFreePort();
    shop.url = `http://127.0.0.1:${port}`;
    const webhook = { url: `${shop.url}/webhooks/stripe`, secret: WEBHOOK_SECRET };
    shop.stripe = await startStripeSandbox({ webhook });
    const environment = testEnvironment({
      DATABASE_URL: shop.db.databaseUrl,
      PUBLIC_URL: shop.url,
      STRIPE_API_URL: shop.stripe.url,
      STRIPE_SECRET_KEY: shop.stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SANDBOX_STRIPE: '1',
      SANDBOX_STRIPE_URL: shop.stripe.url,
      ...overrides,
    });
    const { app, ...api } = createTestApp(environment);
    Object.assign(shop, api, wordsOf(shop));
    queue = startTaskQueue(api.services, { pollIntervalMs: 100 });
    await queue.started;
    server = await listen(app, port);
  });
  afterEach(async () => {
    const undisturbed = { duplicates: 0, reorder: false, delayMs: 0, isDown: false };
    shop.stripe.control.setDeliveries(undisturbed);
    await shop.settle();
    expect(await shop.services.ledger.checkLedger()).toEqual([]);
    expect(await shop.db.rows('select task, last_error from failed_tasks')).toEqual([]);
  });
  afterAll(async () => {
    await shop.stripe?.stop();
    await queue?.stop();
    await server?.close();
    await shop.services?.database.close();
    await shop.db?.drop();
  });
  return shop;
}

function wordsOf(shop: Shop): Partial<Shop> {
  return {
    async open(user, wish = { package: 'time-30' }, key = randomUUID()) {
      const { status, body } = await shop.ask('POST', '/api/v1/checkout-sessions', {
        user,
        body: wish,
        headers: { 'idempotency-key': key },
      });
      expect([status, body.code]).toEqual([201, undefined]);
      const row = await shop.db.row('select gateway_checkout_id from payments where id = $1', [
        body.payment.id,
      ]);
      return { ...body, formId: String(row.gateway_checkout_id) };
    },
    async buy(user, wish) {
      const { payment, formId } = await shop.open(user, wish);
      shop.stripe.control.pay(formId);
      await shop.settle();
      return shop.payment(user, payment.id);
    },
    async payment(user, id) {
      const { status, body } = await shop.ask('GET', `/api/v1/payments/${id}`, { user });
      expect(status).toBe(200);
      return body;
    },
    async balanceMs(user) {
      const { body } = await shop.ask('GET', '/api/v1/balance', { user });
      return body.postedMs;
    },
    async settle() {
      await shop.stripe.control.settled();
      await vi.waitFor(() => expectNothingLeft(shop.db), { timeout: DONE_MS_MAX, interval: 20 });
    },
    reconcile: async () => createReconcilePaymentsTask(shop.services).run(),
  };
}

async function expectNothingLeft(db: TestDatabase): Promise<void> {
  const events = await db.rows(
    'select event_id, type, last_error from gateway_events where processed_at is null',
  );
  expect(events).toEqual([]);
  const tasks = await db.rows(
    `select tasks.identifier, jobs.last_error
     from graphile_worker._private_jobs jobs
     join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
     where jobs.attempts < jobs.max_attempts and jobs.run_at <= now()
       and tasks.identifier in (
         'process_gateway_event', 'sync_payment', 'sync_subscription', 'bill_overage'
       )`,
  );
  expect(tasks).toEqual([]);
}

// That a purchase rewards who brought the buyer, through the queue and whoever works on it.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { buyWith, refer, refundAll } from '../../../supabase/tests/referral-scenario.ts';
import { startTaskQueue } from '../queue/task-queue.ts';
import { useApi } from '../testing/use-api.ts';
import { rewardReferral } from './reward-referral.ts';

const api = useApi();
const REWARD_MS = 900_000;

/** What is left of an account's rewards. */
async function rewardOf(accountId: string): Promise<number> {
  const { left } = await api.db.row<{ left: number }>(
    `select coalesce(sum(remaining_ms), 0)::bigint as left
     from time_grants where account_id = $1 and source = 'referral'`,
    [accountId],
  );
  return left;
}

test('both sides have their time soon after the purchase, and not after its refund', async () => {
  const environment = { ...api.services.environment, DATABASE_URL: api.db.databaseUrl };
  const replicas = [api.services, api.replica()].map((services) =>
    startTaskQueue({ ...services, environment }, { pollIntervalMs: 50 }),
  );
  try {
    const { referrer, referred } = await refer(api.db);
    const payment = await buyWith(api.db, referred.userId);
    for (const { accountId } of [referrer, referred]) {
      await expect.poll(() => rewardOf(accountId), { timeout: 20_000 }).toBe(REWARD_MS);
    }
    await refundAll(api.db, payment);
    for (const { accountId } of [referrer, referred]) {
      await expect.poll(() => rewardOf(accountId), { timeout: 20_000 }).toBe(0);
    }
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
  }
});

test('a payment nobody knows is no reason to try again', async () => {
  await expect(rewardReferral({ paymentId: randomUUID() }, api.services)).resolves.toBeUndefined();
});

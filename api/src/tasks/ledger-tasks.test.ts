// The slow tasks: expired time leaves accounts nobody looks at, and a wrong sum raises the alarm.
import { expect, test, vi } from 'vitest';
import { useApi } from '../testing/use-api.ts';
import { createCheckLedgerTask } from './check-ledger.ts';
import { createExpireTimeGrantsTask } from './expire-time-grants.ts';
import { createTasks } from './index.ts';

const api = useApi();

test('expired time leaves an account nobody looks at', async () => {
  const user = await api.db.signUp();
  await api.db.call('grant_time', {
    p_account_id: user.accountId,
    p_idempotency_key: 'soon-gone',
    p_source: 'promo',
    p_granted_ms: 60_000,
    p_priority: 10,
    p_expires_at: new Date(Date.now() + 60_000).toISOString(),
  });
  await api.db.passTime(61_000);
  await createExpireTimeGrantsTask(api.services).run();
  const account = await api.db.row('select posted_ms from accounts where id = $1', [
    user.accountId,
  ]);
  expect(account.posted_ms).toBe(600_000);
});

test('a sum that does not agree is logged as an error and counted', async () => {
  const user = await api.db.signUp();
  const logger = { ...api.services.logger, error: vi.fn() } as never as typeof api.services.logger;
  const { ledgerViolations } = api.services.metrics;
  const check = createCheckLedgerTask({ ...api.services, logger });
  const countOf = async () => (await ledgerViolations.get()).values[0]?.value;
  const change = (ms: number) =>
    api.db.rows('update accounts set posted_ms = posted_ms + $1 where id = $2', [
      ms,
      user.accountId,
    ]);
  await change(1);
  await check.run();
  expect(await countOf()).toBe(2);
  expect(logger.error).toHaveBeenCalledWith(
    expect.objectContaining({
      violation: 'entries_differ_from_posted',
      accountId: user.accountId,
    }),
    expect.any(String),
  );
  await change(-1);
  await check.run();
  expect(await countOf()).toBe(0);
});

test('every task has a name of its own', () => {
  const names = createTasks(api.services).map((task) => task.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'expire-holds',
      'watch-agents',
      'expire-time-grants',
      'check-ledger',
      'find-notices',
      'begin-auto-top-ups',
    ]),
  );
});

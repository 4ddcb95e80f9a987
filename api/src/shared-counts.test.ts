// Limits that replicas share through Postgres: exact where money is, soon enough elsewhere.
import { createLogger } from '@mindbot/platform/logging';
import { afterEach, expect, test } from 'vitest';
import { DatabaseUnavailableError } from './clients/database.ts';
import { createRateLimits, RATE_LIMITS, type RateLimits } from './rate-limits.ts';
import { SharedCounts } from './shared-counts.ts';
import { useApi } from './testing/use-api.ts';

const api = useApi();
const logger = createLogger('api', { level: 'silent', format: 'json' });
const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

function replica(limits: Partial<Record<keyof typeof RATE_LIMITS, object>> = {}): RateLimits {
  const made = createRateLimits({
    limits: { ...RATE_LIMITS, ...limits } as never,
    database: api.services.database,
    logger,
  });
  opened.push(made);
  return made;
}

function counts(database: ConstructorParameters<typeof SharedCounts>[0]['database']) {
  const made = new SharedCounts({ database, logger });
  opened.push(made);
  return made;
}

test('an exact limit is not passed by many requests to several replicas at once', async () => {
  const replicas = [replica(), replica(), replica()];
  const states = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      replicas[index % 3]?.count('create_payment_intent', 'exact'),
    ),
  );
  const allowed = states.filter((state) => state?.isAllowed);
  expect(allowed).toHaveLength(RATE_LIMITS.create_payment_intent.requests);
  expect(Math.min(...allowed.map((state) => state?.remainingRequests ?? -1))).toBe(0);
});

test('what is given back to one replica may be asked of another', async () => {
  const limits = { promo_guess_user: { requests: 1, windowSeconds: 60, isExact: true } };
  const [one, two] = [replica(limits), replica(limits)];
  expect(await one.count('promo_guess_user', 'back')).toMatchObject({ isAllowed: true });
  await one.giveBack('promo_guess_user', 'back');
  expect(await two.count('promo_guess_user', 'back')).toMatchObject({ isAllowed: true });
  expect(await one.count('promo_guess_user', 'back')).toMatchObject({ isAllowed: false });
});

test('a loose count is known here at once and to the others when it was told', async () => {
  const [one, two] = [counts(api.services.database), counts(api.services.database)];
  const key = { limitName: 'user', key: 'loose', windowMs: 60_000 };
  expect(one.addLoosely(key).requests).toBe(1);
  expect(one.addLoosely(key).requests).toBe(2);
  expect(two.addLoosely(key).requests).toBe(1);
  await one.tell();
  await two.tell();
  expect(two.peek(key).requests).toBe(3);
  expect(one.addLoosely(key).requests).toBe(3);
  await one.tell();
  expect(one.peek(key).requests).toBe(4);
});

test('requests while counts are on their way are not forgotten', async () => {
  const one = counts(api.services.database);
  const key = { limitName: 'user', key: 'meanwhile', windowMs: 60_000 };
  one.addLoosely(key);
  const telling = one.tell();
  expect(one.addLoosely(key).requests).toBe(2);
  await telling;
  expect(one.peek(key).requests).toBe(2);
});

test('a window that is over begins anew, for all replicas', async () => {
  let nowMs = 0;
  const one = new SharedCounts({ database: api.services.database, logger, nowMs: () => nowMs });
  opened.push(one);
  const key = { limitName: 'user', key: 'window', windowMs: 1_000 };
  one.addLoosely(key);
  await one.tell();
  nowMs = 1_001;
  await api.db.rows(
    `update private.request_counts set expires_at = clock_timestamp() where key = 'window'`,
  );
  expect(one.addLoosely(key).requests).toBe(1);
  await one.tell();
  expect(one.peek(key).requests).toBe(1);
});

test('while Postgres is away this process counts, and tells it afterwards', async () => {
  let isAway = true;
  const one = counts({
    query: async (text, values) => {
      if (isAway) throw new DatabaseUnavailableError('away');
      return api.services.database.query(text, values);
    },
  });
  const key = { limitName: 'promo_guess_user', key: 'away', windowMs: 60_000 };
  expect((await one.addExactly(key)).requests).toBe(1);
  expect((await one.addExactly(key)).requests).toBe(2);
  await one.tell();
  isAway = false;
  await one.tell();
  expect((await one.addExactly(key)).requests).toBe(3);
});

test('windows that are over are forgotten', async () => {
  const one = counts(api.services.database);
  one.addLoosely({ limitName: 'user', key: 'old', windowMs: 60_000 });
  await one.tell();
  await api.db.rows(`update private.request_counts set expires_at = now() - interval '1 s'`);
  one.addLoosely({ limitName: 'user', key: 'new', windowMs: 60_000 });
  await one.tell();
  expect(await api.db.rows('select key from private.request_counts')).toEqual([{ key: 'new' }]);
});

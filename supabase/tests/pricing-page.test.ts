// That every statement docs/pricing.md tells a business to run does what the page says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { quoted, redeem } from './pricing-scenario.ts';

const context = useLedgerDatabase();

const page = readFileSync(join(import.meta.dirname, '../../docs/pricing.md'), 'utf8');
const snippets = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => String(sql));

/** Runs the snippet that contains the words, each statement as Studio does; answers the last rows. */
async function run(words: string): Promise<Record<string, unknown>[]> {
  const found = snippets.filter((snippet) => snippet.includes(words));
  expect(found, words).toHaveLength(1);
  const results = await context.db.pool.query(String(found[0]));
  return ([results].flat().at(-1) as { rows: Record<string, unknown>[] }).rows;
}

test('has no statement that changes nothing', async () => {
  expect(snippets.length).toBeGreaterThan(12);
  const client = await context.db.pool.connect();
  try {
    await client.query('begin');
    for (const snippet of snippets) {
      for (const result of [await client.query(snippet)].flat()) {
        if (result.command !== 'SELECT') expect(result.rowCount, snippet).toBeGreaterThan(0);
      }
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('changes a price, and puts a package on sale and off it', async () => {
  const { db } = context;
  const user = await db.signUp();
  await run('set price_minor = 490');
  expect(await quoted(db, user.userId, 'time-30')).toMatchObject({ amountMinor: 490 });
  await run('insert into packages');
  await db.rows(`update packages set starts_at = now() where slug = 'winter-300'`);
  expect(await quoted(db, user.userId, 'winter-300')).toMatchObject({ timeMs: 300 * MINUTE_MS });
  await run(`set is_active = false\nwhere slug = 'winter-300'`);
  const { is_active } = await db.row(`select is_active from packages where slug = 'winter-300'`);
  expect(is_active).toBe(false);
});

test('moves prices, and stops moving them', async () => {
  const { db } = context;
  const user = await db.signUp();
  await run('dynamic_pricing = true');
  await run('insert into pricing_rules');
  expect(await quoted(db, user.userId, 'time-120')).toMatchObject({
    amountMinor: 1_404,
    adjustments: [{ text: 'Your first time card costs less.', amountMinor: -156 }],
  });
  expect(await run('jsonb_array_elements(q.adjustments)')).toMatchObject([{ quotes: 1 }]);
  await run('update pricing_rules set is_active = false');
  expect(await quoted(db, user.userId, 'time-120')).toMatchObject({ amountMinor: 1_560 });
});

test('makes codes that work, tells how they did, and stops them', async () => {
  const { db } = context;
  const user = await signUpWithTime(db, 0);
  await run(`'SUMMER-25'`);
  expect(await quoted(db, user.userId, 'time-600', { promoCode: 'summer25' })).toMatchObject({
    amountMinor: 4_950,
  });
  const codes = await run("gift-cards-2026',\n  p_count");
  expect(codes).toHaveLength(1_000);
  expect(await redeem(db, user.userId, String(codes[0]?.code))).toMatchObject({
    outcome: 'redeemed',
    granted_ms: 60 * MINUTE_MS,
  });
  expect(await run('welcome-letter')).toEqual([{ outcome: 'generated', count: 50 }]);
  expect(await run('as revenue_minor')).toMatchObject([
    { batch: 'gift-cards-2026', codes: 1_000, redeemed: 1 },
    { batch: 'welcome-letter', codes: 50, redeemed: 0 },
    { batch: null, codes: 1 },
  ]);
  await run('update promo_codes set is_active = false');
  expect(await redeem(db, user.userId, String(codes[1]?.code))).toMatchObject({
    outcome: 'promo_code_invalid',
  });
});

test('changes the reward, and tells who brings customers', async () => {
  const { db } = context;
  const { userId } = await db.signUp();
  await run('referral_reward_ms = 20');
  const referral = await db.call('get_referral', {
    p_user_id: userId,
    p_organization_id: (await db.row<{ id: string }>('select id from organizations')).id,
  });
  expect(referral).toMatchObject({ reward_ms: 20 * MINUTE_MS });
  expect(await run('from referrals r')).toEqual([]);
});

// What generate_promo_codes promises: codes in bulk that nobody can guess, once per batch.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { redeem } from './pricing-scenario.ts';

const context = useLedgerDatabase();

describe('generate_promo_codes', () => {
  const generate = (batch: string | null, count: number | null, options = {}) =>
    context.db.call('generate_promo_codes', {
      p_organization_id: DEFAULT_ORGANIZATION_ID,
      p_batch: batch,
      p_count: count,
      p_percent_off: 20,
      ...options,
    });

  test('makes ten thousand codes nobody can guess or misread', async () => {
    const made = await generate('spring', 10_000, { p_prefix: 'spring' });
    expect(made).toMatchObject({ outcome: 'generated', batch: 'spring', count: 10_000 });
    const codes = made.codes ?? [];
    expect(new Set(codes).size).toBe(10_000);
    const pattern = /^SPRING-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/;
    expect(codes.filter((code) => !pattern.test(code))).toEqual([]);
    // Each of the 32 characters comes about as often as any other.
    const counts = Map.groupBy(
      codes.flatMap((code) => [...code.slice(7).replaceAll('-', '')]),
      (character) => character,
    );
    expect(counts.size).toBe(32);
    for (const { length } of counts.values()) expect(Math.abs(length - 3_750)).toBeLessThan(400);
  });

  test('answers the same codes for the same batch, however often and at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => generate('again', 7)));
    expect(answers.filter(({ outcome }) => outcome === 'generated')).toHaveLength(1);
    expect(new Set(answers.map(({ codes }) => codes?.join())).size).toBe(1);
    const conflict = { outcome: 'conflict', batch: 'again', count: 7, codes: null };
    expect(await generate('again', 8)).toEqual(conflict);
    expect(await generate('again', 7, { p_percent_off: 30 })).toEqual(conflict);
  });

  test.each([
    ['none', 'a', 0, {}, 'invalid_count'],
    ['fewer than none', 'a', -1, {}, 'invalid_count'],
    ['no number of', 'a', null, {}, 'invalid_count'],
    ['too many', 'a', 10_001, {}, 'invalid_count'],
    ['nameless', null, 1, {}, 'invalid_offer'],
    ['pointless', 'a', 1, { p_percent_off: null }, 'invalid_offer'],
    ['two-fold', 'a', 1, { p_free_time_ms: 60_000 }, 'invalid_offer'],
    ['over-generous', 'a', 1, { p_percent_off: 101 }, 'invalid_offer'],
    ['enormous', 'a', 1, { p_percent_off: 100_000 }, 'invalid_offer'],
    ['negative', 'a', 1, { p_percent_off: -1 }, 'invalid_offer'],
    ['badly named', 'a', 1, { p_prefix: 'a-b' }, 'invalid_offer'],
    ['backward', 'a', 1, { p_starts_at: '2027-01-02', p_ends_at: '2027-01-01' }, 'invalid_offer'],
    ['unlisted', 'a', 1, { p_package_id: randomUUID() }, 'package_not_found'],
    ['unowned', 'a', 1, { p_organization_id: randomUUID() }, 'organization_not_found'],
  ])('refuses %s codes', async (_case, batch, count, options, outcome) => {
    expect(await generate(batch, count, options)).toMatchObject({ outcome, count: 0, codes: null });
  });

  test('makes codes that work, for the terms given', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const { codes } = await generate('gift', 2, {
      p_percent_off: null,
      p_free_time_ms: MINUTE_MS,
      p_valid_for_days: 7,
    });
    const [first = '', second = ''] = codes ?? [];
    expect(await redeem(db, user.userId, first.toLowerCase().replaceAll('-', ''))).toMatchObject({
      outcome: 'redeemed',
    });
    expect(await redeem(db, user.userId, first)).toMatchObject({ outcome: 'promo_code_exhausted' });
    expect(await redeem(db, user.userId, second)).toMatchObject({
      outcome: 'redeemed',
      balance_ms: 2 * MINUTE_MS,
    });
  });
});

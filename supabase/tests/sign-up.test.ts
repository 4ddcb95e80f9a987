// What a new user gets, and what everybody starts with.
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { balance, MINUTE_MS, useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();

describe('signing up', () => {
  test('makes a profile, a membership, an account and the trial', async () => {
    const { db } = context;
    const user = await db.signUp('ann@example.com', '  Ann\n Lee ');
    const profile = await db.row('select * from profiles where id = $1', [user.userId]);
    expect(profile).toMatchObject({ email: 'ann@example.com', display_name: 'Ann Lee' });
    const memberships = await db.rows(
      'select organization_id, role from memberships where user_id = $1',
      [user.userId],
    );
    expect(memberships).toEqual([{ organization_id: DEFAULT_ORGANIZATION_ID, role: 'member' }]);
    expect(await balance(db, user.accountId)).toEqual({
      posted_ms: 10 * MINUTE_MS,
      held_ms: 0,
      available_ms: 10 * MINUTE_MS,
      remaining_ms: 10 * MINUTE_MS,
      next_expiry_at: null,
    });
    const grants = await db.rows('select source from time_grants where account_id = $1', [
      user.accountId,
    ]);
    expect(grants).toEqual([{ source: 'trial' }]);
  });

  test('names a user after the address when no name is given', async () => {
    const { db } = context;
    const user = await db.signUp('bob.smith@example.com');
    const profile = await db.row('select display_name from profiles where id = $1', [user.userId]);
    expect(profile).toEqual({ display_name: 'bob.smith' });
  });

  test('cuts a name that is too long and takes a user without an address', async () => {
    const { db } = context;
    const long = await db.signUp('long@example.com', 'x'.repeat(500));
    const profile = await db.row<{ display_name: string }>(
      'select display_name from profiles where id = $1',
      [long.userId],
    );
    expect(profile.display_name).toHaveLength(80);
    await db.rows('insert into auth.users (id, phone) values (gen_random_uuid(), $1)', ['+41795']);
  });

  test('gives the trial once, also when a user is admitted again', async () => {
    const { db } = context;
    const user = await db.signUp();
    await db.rows(`select private.admit_user($1, 'a@example.com', null, $2)`, [
      user.userId,
      DEFAULT_ORGANIZATION_ID,
    ]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 10 * MINUTE_MS });
  });

  test('gives no trial where an organization has none', async () => {
    const { db } = context;
    await db.rows('update organizations set trial_ms = 0 where id = $1', [DEFAULT_ORGANIZATION_ID]);
    try {
      const user = await db.signUp();
      expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
    } finally {
      await db.rows('update organizations set trial_ms = 600000 where id = $1', [
        DEFAULT_ORGANIZATION_ID,
      ]);
    }
  });

  test("keeps the profile's address the one the user signs in with", async () => {
    const { db } = context;
    const user = await db.signUp('old@example.com');
    await db.rows(`update auth.users set email = 'new@example.com' where id = $1`, [user.userId]);
    const profile = await db.row('select email from profiles where id = $1', [user.userId]);
    expect(profile).toEqual({ email: 'new@example.com' });
  });

  test('leaves the account and its ledger when the user is deleted', async () => {
    const { db } = context;
    const user = await db.signUp();
    await db.rows('delete from auth.users where id = $1', [user.userId]);
    expect(await db.rows('select from profiles where id = $1', [user.userId])).toEqual([]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 10 * MINUTE_MS });
  });
});

describe('the seed', () => {
  test('has three assistants, the friendly one by default', async () => {
    const assistants = await context.db.rows(
      'select slug, voice, is_default from assistants order by position',
    );
    expect(assistants).toEqual([
      { slug: 'alex', voice: 'alloy', is_default: true },
      { slug: 'morgan', voice: 'echo', is_default: false },
      { slug: 'dr-kim', voice: 'nova', is_default: false },
    ]);
  });
});

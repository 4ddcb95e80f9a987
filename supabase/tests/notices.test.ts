// What users are told: each thing once, only to them, by mail only when they want it.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ID, type TestUser } from '../../tests/support/database.ts';
import { grantTime, MINUTE_MS, signUpWithTime, useLedgerDatabase } from './ledger-scenario.ts';
import { noticesOf, tasksOf, tell } from './notice-scenario.ts';

const context = useLedgerDatabase();
const DAY_MS = 86_400_000;
const preferences = (user: TestUser, email: Record<string, boolean>) =>
  context.db.call('set_notice_preferences', {
    p_user_id: user.userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_email: email,
  });

describe('a notice', () => {
  test('is made once for its key, also when two transactions make it at once', async () => {
    const { db } = context;
    const user = await db.signUp();
    const key = randomUUID();
    const made = await Promise.all([1, 2, 3, 4].map(() => tell(db, user, 'receipt', {}, key)));
    expect(made.filter((id) => id !== null)).toHaveLength(1);
    expect(await noticesOf(db, user)).toHaveLength(1);
    expect(await tasksOf(db, 'send_notice', made)).toHaveLength(1);
  });

  test('is announced to listeners once, with whom it is for', async () => {
    const { db } = context;
    const user = await db.signUp();
    const listener = await db.pool.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('listen notice_created');
    const id = await tell(db, user, 'low_time', {}, 'announced');
    await tell(db, user, 'low_time', {}, 'announced');
    await listener.query('select 1');
    listener.release(true);
    expect(heard.map((payload) => JSON.parse(payload))).toEqual([
      { noticeId: id, userId: user.userId, kind: 'low_time' },
    ]);
  });

  test('to somebody who is gone is not made, and what they had goes with them', async () => {
    const { db } = context;
    const user = await db.signUp();
    await tell(db, user, 'receipt');
    await preferences(user, { low_time: false });
    await db.rows('delete from auth.users where id = $1', [user.userId]);
    expect(await tell(db, user, 'receipt')).toBeNull();
    expect(await noticesOf(db, user)).toEqual([]);
  });

  test('is read once, by its user alone', async () => {
    const { db } = context;
    const [user, stranger] = [await db.signUp(), await db.signUp()];
    const id = String(await tell(db, user, 'receipt'));
    await tell(db, user, 'low_time');
    const mark = (who: TestUser, ids: string[] | null) =>
      db.call('mark_notices_read', {
        p_user_id: who.userId,
        p_organization_id: DEFAULT_ORGANIZATION_ID,
        // An array in the words of SQL.
        p_notice_ids: (ids && `{${ids.join(',')}}`) as never,
      });
    expect(await mark(stranger, [id])).toMatchObject({ marked_count: 0, unread_count: 0 });
    expect(await mark(user, [id])).toEqual({
      outcome: 'marked',
      marked_count: 1,
      unread_count: 1,
    });
    expect(await mark(user, [id])).toMatchObject({ marked_count: 0, unread_count: 1 });
    expect(await mark(user, null)).toMatchObject({ marked_count: 1, unread_count: 0 });
  });

  test('goes out by mail once', async () => {
    const { db } = context;
    const user = await db.signUp('grace@example.org', 'Grace');
    const id = String(await tell(db, user, 'receipt', { timeMs: 1 }));
    const letter = () => db.callAll('read_notice_letter', { p_notice_id: id });
    expect(await letter()).toMatchObject([
      { email: 'grace@example.org', display_name: 'Grace', is_wanted: true, topic: 'receipt' },
    ]);
    const record = () => db.call('record_notice_emailed', { p_notice_id: id });
    expect(await record()).toEqual({ outcome: 'recorded' });
    expect(await letter()).toEqual([]);
    expect(await record()).toEqual({ outcome: 'replayed' });
    expect(await db.call('record_notice_emailed', { p_notice_id: randomUUID() })).toEqual({
      outcome: 'not_found',
    });
  });

  test('of half a year ago is removed, a few at a time', async () => {
    const { db } = context;
    const user = await db.signUp();
    for (const _ of [1, 2, 3]) await tell(db, user, 'receipt');
    await tell(db, user, 'low_time', {}, 'still-young');
    await db.rows(
      `update notices set created_at = now() - interval '181 days'
       where user_id = $1 and kind = 'receipt'`,
      [user.userId],
    );
    expect(await db.call('purge_notices', { p_limit: 2 })).toEqual({ outcome: 'purged', count: 2 });
    expect(await db.call('purge_notices', { p_limit: 2 })).toEqual({ outcome: 'purged', count: 1 });
    expect(await noticesOf(db, user)).toMatchObject([{ kind: 'low_time' }]);
  });
});

describe('mail', () => {
  test('of a declined topic is not sent, of money gone wrong always', async () => {
    const { db } = context;
    const user = await db.signUp();
    expect(await preferences(user, { receipt: false, low_time: true })).toEqual({
      outcome: 'set',
      unmailed_topics: ['receipt'],
    });
    const declined = [await tell(db, user, 'receipt'), await tell(db, user, 'payment_refunded')];
    const sent = [
      await tell(db, user, 'low_time'),
      await tell(db, user, 'payment_failed'),
      await tell(db, user, 'auto_top_up_disabled'),
    ];
    expect(await tasksOf(db, 'send_notice', declined)).toEqual([]);
    expect(await tasksOf(db, 'send_notice', sent)).toHaveLength(3);
    expect(await noticesOf(db, user)).toHaveLength(5);
  });

  test('declined after the notice was made is not wanted either', async () => {
    const { db } = context;
    const user = await db.signUp();
    const id = String(await tell(db, user, 'low_time'));
    await preferences(user, { low_time: false });
    expect(await db.callAll('read_notice_letter', { p_notice_id: id })).toMatchObject([
      { is_wanted: false },
    ]);
  });

  test('about what is no longer so is not wanted', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const isWanted = async (id: string | null) =>
      (await db.callAll('read_notice_letter', { p_notice_id: String(id) }))[0]?.is_wanted;
    const low = await tell(db, user, 'low_time');
    const failed = await tell(db, user, 'payment_failed');
    const { time_grant_id: timeGrantId } = await grantTime(db, user.accountId, MINUTE_MS, {
      expiresInMs: DAY_MS,
    });
    const expiring = await tell(db, user, 'time_expiring', { timeGrantId });
    for (const id of [low, failed, expiring]) expect(await isWanted(id)).toBe(true);
    await grantTime(db, user.accountId, 10 * MINUTE_MS);
    await tell(db, user, 'receipt');
    await db.passTime(2 * DAY_MS);
    for (const id of [low, failed, expiring]) expect(await isWanted(id)).toBe(false);
  });

  test('wishes are changed topic by topic', async () => {
    const user = await context.db.signUp();
    await preferences(user, { receipt: false });
    await preferences(user, { low_time: false });
    expect(await preferences(user, { receipt: true, referral: false })).toEqual({
      outcome: 'set',
      unmailed_topics: ['low_time', 'referral'],
    });
    await expect(preferences(user, { payment_failed: false })).rejects.toThrow('check');
    expect(await preferences({ ...user, userId: randomUUID() }, {})).toMatchObject({
      outcome: 'user_not_found',
    });
  });

  test('to a user without an address is not tried', async () => {
    const { db } = context;
    const user = await db.signUp();
    await db.rows('update profiles set email = null where id = $1', [user.userId]);
    expect(await tasksOf(db, 'send_notice', [await tell(db, user, 'receipt')])).toEqual([]);
  });
});

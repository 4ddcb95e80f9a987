// What giving and taking time by hand promises: once, for a reason, and written down for ever.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  balance,
  grantTime,
  MINUTE_MS,
  signUpWithTime,
  useLedgerDatabase,
} from './ledger-scenario.ts';

const context = useLedgerDatabase();

const give = (
  accountId: string,
  options: { amountMs?: number; reason?: string | null; key?: string; actor?: string } = {},
) =>
  context.db.call('admin_grant_time', {
    p_account_id: accountId,
    p_amount_ms: options.amountMs ?? MINUTE_MS,
    p_reason: options.reason === undefined ? 'a good reason' : options.reason,
    p_idempotency_key: options.key ?? randomUUID(),
    ...(options.actor ? { p_actor: options.actor } : {}),
  });

const takeBack = (entryId: number, key: string = randomUUID(), reason = 'a good reason') =>
  context.db.call('admin_reverse_entry', {
    p_entry_id: entryId,
    p_reason: reason,
    p_idempotency_key: key,
    p_actor: 'grace@example.org',
  });

const auditOf = (accountId: string) =>
  context.db.rows(
    `select actor, action, target, reason, data from audit_entries
     where data ->> 'accountId' = $1 order by id`,
    [accountId],
  );

describe('admin_grant_time', () => {
  test('gives time and writes down who, what and why', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const given = await give(user.accountId, { actor: 'grace@example.org' });
    expect(given).toMatchObject({ outcome: 'granted', balance_ms: MINUTE_MS });
    expect(await auditOf(user.accountId)).toMatchObject([
      {
        actor: 'grace@example.org',
        action: 'grant_time',
        target: `time_grant:${given.time_grant_id}`,
        reason: 'a good reason',
        data: { amountMs: MINUTE_MS, entryId: given.entry_id },
      },
    ]);
  });

  test('gives once when the same key comes twenty times at once, with one audit entry', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const key = randomUUID();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => give(user.accountId, { key })),
    );
    expect(results.filter(({ outcome }) => outcome === 'granted')).toHaveLength(1);
    expect(new Set(results.map(({ audit_entry_id }) => audit_entry_id)).size).toBe(1);
    expect(await auditOf(user.accountId)).toHaveLength(1);
    const other = await give(user.accountId, { key, amountMs: 2 * MINUTE_MS });
    expect(other.outcome).toBe('conflict');
  });

  test.each([null, '', '  ', 'no', '  a  '])('refuses %j as a reason', async (reason) => {
    const user = await signUpWithTime(context.db, 0);
    expect(await give(user.accountId, { reason })).toMatchObject({
      outcome: 'reason_missing',
      time_grant_id: null,
    });
    expect(await auditOf(user.accountId)).toEqual([]);
  });

  test('knows who acts when nobody says so: the signed-in user, else the role', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    await give(user.accountId);
    const [entry] = await auditOf(user.accountId);
    const { role } = await db.row<{ role: string }>('select session_user::text as role');
    expect(entry?.actor).toBe(role);
  });

  test('writes nothing for what it refuses', async () => {
    const user = await signUpWithTime(context.db, 0);
    expect(await give(randomUUID())).toMatchObject({ outcome: 'account_not_found' });
    expect(await give(user.accountId, { amountMs: -1 })).toMatchObject({
      outcome: 'invalid_amount',
    });
    expect(await auditOf(user.accountId)).toEqual([]);
  });
});

describe('admin_reverse_entry', () => {
  test('takes back once what is left, and writes it down', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const { entry_id } = await grantTime(db, user.accountId, MINUTE_MS);
    const key = randomUUID();
    const reversed = await takeBack(Number(entry_id), key);
    expect(reversed).toMatchObject({ outcome: 'reversed', amount_ms: -MINUTE_MS, balance_ms: 0 });
    expect(await takeBack(Number(entry_id), key)).toEqual({ ...reversed, outcome: 'replayed' });
    expect(await takeBack(Number(entry_id))).toMatchObject({ outcome: 'nothing_left' });
    expect(await takeBack(Number(reversed.entry_id))).toMatchObject({ outcome: 'not_reversible' });
    expect(await takeBack(999_999_999)).toMatchObject({ outcome: 'not_found' });
    expect(await takeBack(Number(entry_id), randomUUID(), 'x')).toMatchObject({
      outcome: 'reason_missing',
    });
    expect(await auditOf(user.accountId)).toMatchObject([
      { action: 'reverse_entry', target: `ledger_entry:${reversed.entry_id}` },
    ]);
    expect(await balance(db, user.accountId)).toMatchObject({ posted_ms: 0 });
  });

  test('does not show its reason to the user', async () => {
    const { db } = context;
    const user = await signUpWithTime(db, 0);
    const { entry_id } = await grantTime(db, user.accountId, MINUTE_MS);
    await takeBack(Number(entry_id), randomUUID(), 'looks like fraud');
    const notes = await db
      .asUser(user.userId)
      .rows('select note from ledger_entries where account_id = $1', [user.accountId]);
    expect(JSON.stringify(notes)).not.toContain('fraud');
  });
});

describe('audit entries', () => {
  test.each([
    `update audit_entries set reason = 'another'`,
    'delete from audit_entries',
    'truncate audit_entries',
  ])('refuse even their owner: %s', async (statement) => {
    await expect(context.db.rows(statement)).rejects.toThrow('audit entries are immutable');
  });
});

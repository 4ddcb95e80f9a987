// Guards that SQL and the api mean the same by the kinds of notices and what may be declined.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeNotice } from '../../api/src/emails/notice-copy.ts';
import { readNoticeData } from '../../api/src/emails/notice-data.ts';
import { NOTICE_KINDS, NOTICE_TOPICS } from '../../api/src/notices/notice-kinds.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** The words a check of a table allows. */
async function wordsOf(table: string): Promise<string[]> {
  const { definition } = await db.row<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = to_regclass($1) and contype = 'c' and pg_get_constraintdef(oid) ~ 'ARRAY'`,
    [`public.${table}`],
  );
  return [...definition.matchAll(/'(\w+)'::text/g)].map(([, word]) => String(word)).sort();
}

test('the kinds are the same in SQL and in the api, and each has words', async () => {
  expect(await wordsOf('notices')).toEqual([...NOTICE_KINDS].sort());
  for (const kind of NOTICE_KINDS) {
    expect(writeNotice(kind, readNoticeData({})).paragraphs.join(' ')).toMatch(/\.$/);
  }
});

test('the topics are the same, and every one has a kind', async () => {
  expect(await wordsOf('notice_preferences')).toEqual([...NOTICE_TOPICS].sort());
  const rows = await db.rows<{ topic: string | null }>(
    'select distinct private.notice_topic(kind) as topic from unnest($1::text[]) kind',
    [NOTICE_KINDS],
  );
  const topics = rows.flatMap(({ topic }) => topic ?? []);
  expect(topics.sort()).toEqual([...NOTICE_TOPICS].sort());
});

test('of money gone wrong no mail can be declined', async () => {
  const rows = await db.rows<{ kind: string }>(
    'select kind from unnest($1::text[]) kind where private.notice_topic(kind) is null order by 1',
    [NOTICE_KINDS],
  );
  expect(rows.map(({ kind }) => kind)).toEqual([
    'auto_top_up_disabled',
    'auto_top_up_failed',
    'payment_disputed',
    'payment_failed',
    'payment_in_review',
    'subscription_payment_failed',
  ]);
});

// That every SQL snippet of docs/admin.md runs as it stands, and every view and column is explained.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useLedgerDatabase } from './ledger-scenario.ts';

const context = useLedgerDatabase();
const page = readFileSync(join(import.meta.dirname, '../../docs/admin.md'), 'utf8');
const snippets = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql ?? '');

test('every snippet runs, in the order of the page', async () => {
  const { db } = context;
  await db.signUp('ada@example.org', 'Ada');
  const outcomes: unknown[] = [];
  for (const snippet of snippets) {
    const rows = await db.rows(snippet);
    outcomes.push(...rows.map(({ outcome }) => outcome).filter(Boolean));
  }
  expect(snippets.length).toBeGreaterThan(10);
  expect(outcomes).toEqual(['granted', 'reversed']);
});

test('the service may run the snippets that read', async () => {
  const { db } = context;
  for (const snippet of snippets.filter((sql) => sql.startsWith('select'))) {
    await db.asService().rows(snippet);
  }
});

test('every column of every view is explained', async () => {
  const columns = await context.db.rows<{ view: string; column: string }>(
    `select c.relname as view, a.attname as column
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
       and c.relname <> 'failed_tasks'`,
  );
  expect(columns.length).toBeGreaterThan(30);
  const silent = columns.filter(({ view, column }) => {
    const section = page.split('\n## ').find((text) => text.includes(`\`${view}\`\n`));
    return !section?.includes(`\`${column}\``);
  });
  expect(silent).toEqual([]);
});

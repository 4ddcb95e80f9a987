// Writes supabase/database.types.ts from a freshly migrated database; `--check` fails on a drift.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startTestPostgres, urlOfDatabase } from '../../tests/support/test-postgres.ts';

const target = join(import.meta.dirname, '..', 'database.types.ts');

type Column = {
  owner: string;
  name: string;
  type: string;
  isNullable: boolean;
  isOptional: boolean;
  isGenerated: boolean;
  comment: string | null;
};

const columnsQuery = `
  select c.relname as owner, a.attname as name, format_type(a.atttypid, null) as type,
    not a.attnotnull as "isNullable",
    not a.attnotnull or a.atthasdef or a.attidentity <> '' as "isOptional",
    a.attidentity = 'a' or a.attgenerated <> '' as "isGenerated",
    col_description(c.oid, a.attnum) as comment
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = any ($1)
  order by c.relname, a.attnum`;

const functionsQuery = `
  select p.proname as name, p.proretset as "isSet",
    format_type(p.prorettype, null) as returns,
    (select t.typtype = 'c' from pg_type t where t.oid = p.prorettype) as "isComposite",
    p.proargnames as "argumentNames",
    (select array_agg(format_type(t, null) order by o)
     from unnest(p.proargtypes) with ordinality x (t, o)) as "argumentTypes",
    p.pronargdefaults as "defaultCount"
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
    and p.prorettype <> 'trigger'::regtype
  order by p.proname`;

const foreignKeysQuery = `
  select c.relname as owner, k.conname as name, r.relname as target,
    (select array_agg(a.attname::text order by o) from unnest(k.conkey) with ordinality x (n, o)
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.n) as columns,
    (select array_agg(a.attname::text order by o) from unnest(k.confkey) with ordinality x (n, o)
     join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.n) as "targetColumns",
    exists (select from pg_index i where i.indrelid = k.conrelid and i.indisunique
      and i.indpred is null and i.indkey::int2[] = k.conkey) as "isOneToOne"
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_class r on r.oid = k.confrelid
  where k.contype = 'f' and c.relnamespace = 'public'::regnamespace
    and r.relnamespace = 'public'::regnamespace
  order by c.relname, k.conname`;

function typeOf(sqlType: string): string {
  if (sqlType.endsWith('[]')) return `${typeOf(sqlType.slice(0, -2))}[]`;
  if (/^(smallint|integer|bigint|real|double precision|numeric)$/.test(sqlType)) return 'number';
  if (sqlType === 'boolean') return 'boolean';
  if (/^jsonb?$/.test(sqlType)) return 'Json';
  return 'string';
}

const property = (name: string, type: string, isOptional = false) =>
  `${name}${isOptional ? '?' : ''}: ${type};`;

const listOf = (names: string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;

const block = (name: string, lines: string[]) =>
  lines.length === 0 ? `${name}: Record<never, never>;` : `${name}: {\n${lines.join('\n')}\n};`;

function groupByOwner<Item extends { owner: string }>(items: Item[]): Map<string, Item[]> {
  return Map.groupBy(items, (item) => item.owner);
}

function describeTables(columns: Column[], foreignKeys: pg.QueryResultRow[]): string[] {
  const keysOf = groupByOwner(foreignKeys as { owner: string }[]);
  return [...groupByOwner(columns)].map(([table, own]) => {
    const nullable = ({ type, isNullable }: Column) => typeOf(type) + (isNullable ? ' | null' : '');
    const writable = own.filter(({ isGenerated }) => !isGenerated);
    const relationships = (keysOf.get(table) ?? []).map((key) => {
      const { name, target, columns, targetColumns, isOneToOne } = key as pg.QueryResultRow;
      return `{ foreignKeyName: '${name}'; columns: ${listOf(columns)}; isOneToOne: ${isOneToOne}; referencedRelation: '${target}'; referencedColumns: ${listOf(targetColumns)} }`;
    });
    return block(table, [
      block(
        'Row',
        own.map((column) => property(column.name, nullable(column))),
      ),
      block(
        'Insert',
        writable.map((column) => property(column.name, nullable(column), column.isOptional)),
      ),
      block(
        'Update',
        writable.map((column) => property(column.name, nullable(column), true)),
      ),
      `Relationships: [${relationships.join(', ')}];`,
    ]);
  });
}

/** An outcome's comment lists its values; the type is their union. */
function describeComposites(columns: Column[]): string[] {
  return [...groupByOwner(columns)].map(([name, own]) =>
    block(
      name,
      own.map((column) => {
        if (column.name !== 'outcome')
          return property(column.name, `${typeOf(column.type)} | null`);
        const values = column.comment?.split(' | ').map((value) => `'${value}'`);
        if (!values) throw new Error(`${name}.outcome has no comment that lists its values.`);
        return property('outcome', values.join(' | '));
      }),
    ),
  );
}

function describeFunctions(functions: pg.QueryResultRow[]): string[] {
  return functions.map(({ name, isSet, returns, isComposite, defaultCount, ...rest }) => {
    const types: string[] = rest.argumentTypes ?? [];
    const names: string[] = (rest.argumentNames ?? []).slice(0, types.length);
    const args = names.map((argument, index) =>
      property(
        argument,
        `${typeOf(types[index] ?? '')} | null`,
        index >= types.length - defaultCount,
      ),
    );
    const one = isComposite
      ? `Database['public']['CompositeTypes']['${returns}']`
      : returns === 'void'
        ? 'undefined'
        : typeOf(returns);
    return block(name, [block('Args', args), `Returns: ${one}${isSet ? '[]' : ''};`]);
  });
}

async function generate(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<Column>(columnsQuery, [['r']]);
    const composites = await client.query<Column>(columnsQuery, [['c']]);
    const functions = await client.query(functionsQuery);
    const foreignKeys = await client.query(foreignKeysQuery);
    return `// Generated from supabase/migrations by npm run generate -w @mindbot/supabase; never edit it.

/** Any JSON value. */
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

/** The database as supabase-js wants it described. */
export type Database = {
public: {
${block('Tables', describeTables(tables.rows, foreignKeys.rows))}
Views: Record<never, never>;
${block('Functions', describeFunctions(functions.rows))}
Enums: Record<never, never>;
${block('CompositeTypes', describeComposites(composites.rows))}
};
};
`;
  } finally {
    await client.end();
  }
}

/** Indents by the braces, so that the file can be read and its changes reviewed. */
function indent(text: string): string {
  let depth = 0;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('}')) depth -= 1;
      const indented = line === '' ? '' : '  '.repeat(depth) + line;
      if (line.endsWith('{')) depth += 1;
      return indented;
    })
    .join('\n');
}

const postgres = await startTestPostgres();
try {
  const text = indent(await generate(urlOfDatabase(postgres.adminUrl, postgres.templateName)));
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
    process.stdout.write('supabase/database.types.ts is written.\n');
  } else if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write(
      'supabase/database.types.ts is out of date: run npm run generate -w @mindbot/supabase.\n',
    );
    process.exitCode = 1;
  }
} finally {
  await postgres.stop();
}

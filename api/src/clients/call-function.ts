// Calls a SQL function by its name, with its parameters named as in SQL.
import type { Database } from './database.ts';

/** Every row a function answers. */
export function callForRows<Row extends object>(
  database: Pick<Database, 'query'>,
  name: string,
  parameters: Record<string, unknown>,
): Promise<Row[]> {
  const names = Object.keys(parameters).map((parameter, index) => `${parameter} => $${index + 1}`);
  const text = `select * from public.${name}(${names.join(', ')})`;
  return database.query<Row>(text, Object.values(parameters));
}

/** The one row a function answers. */
export async function callFunction<Row extends object>(
  database: Pick<Database, 'query'>,
  name: string,
  parameters: Record<string, unknown>,
): Promise<Row> {
  const [row] = await callForRows<Row>(database, name, parameters);
  if (!row) throw new Error(`${name} answered nothing`);
  return row;
}

// Keeps the store on disk: changes are appended line by line, and the file is made anew now and then.
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Row, Table } from './table.ts';

/** A change: a null row is one taken away. */
export type JournalEntry = { name: string; id: string; row: Row | null };

const LINES_BEFORE_REWRITE = 50_000;

function replay(path: string, tables: Record<string, Table<Row>>): void {
  if (!existsSync(path)) return;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    let entry: JournalEntry;
    try {
      entry = JSON.parse(line);
    } catch {
      // A killed process may leave half a line; nothing was answered that depends on it.
      continue;
    }
    const table = tables[entry.name];
    if (entry.row === null) table?.remove(entry.id);
    else table?.put(entry.row);
  }
}

/** Reads the file into the tables and goes on writing it. */
export function openJournal(path: string, tables: Record<string, Table<Row>>) {
  replay(path, tables);
  let lines = 0;
  let file = -1;
  const append = (entries: readonly JournalEntry[]) => {
    lines += entries.length;
    writeSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    if (lines > LINES_BEFORE_REWRITE) rewrite();
  };
  /** The present state alone, put in place of the old file in one step. */
  const rewrite = () => {
    if (file >= 0) closeSync(file);
    const next = openSync(`${path}.new`, 'w', 0o600);
    lines = 0;
    for (const { name, all } of Object.values(tables)) {
      for (const row of all()) writeSync(next, `${JSON.stringify({ name, id: row.id, row })}\n`);
    }
    renameSync(`${path}.new`, path);
    file = next;
  };
  rewrite();
  return { append, close: () => closeSync(file) };
}

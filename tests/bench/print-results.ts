// Prints the results of a bench: lists as tables, everything else as aligned lines.

type Value = unknown;

const isObject = (value: Value): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: Value): string =>
  typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value ?? '–');

/** A result as lines of name and value; an object within becomes one line of its own. */
export function resultLines(results: object): string[] {
  const entries = Object.entries(results).filter(([, value]) => !Array.isArray(value));
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => {
    const text = isObject(value)
      ? Object.entries(value)
          .map(([part, figure]) => `${part} ${shown(figure)}`)
          .join('   ')
      : shown(value);
    return `  ${name.padEnd(width)}  ${text}`;
  });
}

/** Prints one bench's results. */
export function printResults(results: object): void {
  for (const line of resultLines(results)) console.log(line);
  for (const [name, value] of Object.entries(results)) {
    if (!Array.isArray(value)) continue;
    console.log(`  ${name}`);
    console.table(value);
  }
}

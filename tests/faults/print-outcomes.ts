// Prints what the fault runs showed: one line for each row of the table, and what did not hold.
import type { FaultOutcome } from './fault-run.ts';

/** How a row ended. */
function verdictOf({ notRun, violations }: FaultOutcome): 'held' | 'BROKEN' | 'not run' {
  if (violations.length > 0) return 'BROKEN';
  return notRun === undefined ? 'held' : 'not run';
}

/** Prints the table and the closing line. Gives how many rows are broken. */
export function printOutcomes(
  outcomes: readonly FaultOutcome[],
  print: (text: string) => void = console.log,
): number {
  const width = (texts: string[]) => Math.max(0, ...texts.map(({ length }) => length));
  const idWidth = width(outcomes.map(({ id }) => id));
  const titleWidth = width(outcomes.map(({ title }) => title));
  print('');
  for (const outcome of outcomes) {
    const { id, title, figures, violations, notRun } = outcome;
    const shown = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
    if (notRun !== undefined) shown.unshift(`not run here: ${notRun}`);
    const verdict = verdictOf(outcome).padEnd('not run'.length);
    print(`${id.padEnd(idWidth)}  ${title.padEnd(titleWidth)}  ${verdict}  ${shown.join(', ')}`);
    for (const violation of violations) print(`${' '.repeat(idWidth)}  ! ${violation}`);
  }
  const count = (verdict: string) =>
    outcomes.filter((outcome) => verdictOf(outcome) === verdict).length;
  const notRun = count('not run');
  const rest = notRun === 0 ? '' : `, ${notRun} not run here`;
  print(`\n${count('held')} held, ${count('BROKEN')} broken${rest}`);
  return count('BROKEN');
}

// Prints the verdict on every goal that was measured: goal, figure, baseline, held or missed.
import type { GoalResult } from './bench.ts';
import { GOALS, type GoalId } from './goals.ts';

/** The verdicts, one block a goal in the order of the goals; a goal is held when all parts are. */
export function goalLines(results: readonly GoalResult[]): { lines: string[]; missed: number } {
  const lines: string[] = [];
  let missed = 0;
  for (const id of Object.keys(GOALS) as GoalId[]) {
    const parts = results.filter((result) => result.id === id);
    if (parts.length === 0) continue;
    const isHeld = parts.every((part) => part.isHeld);
    if (!isHeld) missed += 1;
    lines.push(`${id.padEnd(4)}${isHeld ? 'held  ' : 'MISSED'}  ${GOALS[id]}`);
    for (const { figure, baseline, isHeld: isPartHeld } of parts) {
      const mark = isPartHeld ? ' ' : '✗';
      lines.push(`          ${mark} ${figure}${baseline === null ? '' : `   (${baseline})`}`);
    }
  }
  return { lines, missed };
}

/** Prints the verdicts and a closing line; answers how many goals were missed. */
export function printGoals(results: readonly GoalResult[]): number {
  const { lines, missed } = goalLines(results);
  const count = new Set(results.map(({ id }) => id)).size;
  if (count === 0) return 0;
  console.log(`\n${lines.join('\n')}\n\n${count - missed} held, ${missed} missed`);
  return missed;
}

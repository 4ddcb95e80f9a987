// Makes a failing world smaller while it still fails: fewer faults, fewer people, less time.
import { noFault, type SimulationSettings } from './simulation.ts';
import type { Faults } from './world.ts';

const RUNS_MAX = 30;
const SHORTEST_MS = 15_000;

/**
 * The smallest settings found under which `fails` still answers true. Each try runs a whole world,
 * so it looks at few: without faults, each kind of fault left out, fewer callers, less time.
 */
export async function minimize(
  settings: SimulationSettings,
  fails: (smaller: SimulationSettings) => Promise<boolean>,
): Promise<SimulationSettings> {
  let smallest = settings;
  let runs = 0;
  const tryOut = async (change: Partial<SimulationSettings>): Promise<boolean> => {
    const smaller = { ...smallest, ...change };
    runs += 1;
    if (runs > RUNS_MAX || !(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  // Mostly it takes one kind of fault, or none: all at once, then one after the other.
  if (!(await tryOut({ faults: noFault }))) {
    for (const kind of Object.keys(noFault) as (keyof Faults)[]) {
      if (smallest.faults[kind] === noFault[kind]) continue;
      await tryOut({ faults: { ...smallest.faults, [kind]: noFault[kind] } });
    }
  }
  // Other numbers of callers make other worlds: one may fail where a larger one does not.
  for (const callers of [1, 2, 3, 4]) {
    if (callers < smallest.callers && (await tryOut({ callers }))) break;
  }
  while (
    smallest.durationMs > SHORTEST_MS &&
    (await tryOut({ durationMs: Math.floor(smallest.durationMs / 2) }))
  );
  return smallest;
}

// Makes a failing world smaller while it still fails: fewer faults, fewer people, less time.
import { noFault, type SimulationSettings } from './simulation.ts';
import type { Faults } from './world.ts';

const RUNS_MAX = 30;

/**
 * The smallest settings found under which `fails` still answers true. Each try runs a whole world,
 * so it looks at few: the time and the callers halved, each kind of fault left out.
 */
export async function minimize(
  settings: SimulationSettings,
  fails: (smaller: SimulationSettings) => Promise<boolean>,
): Promise<SimulationSettings> {
  let smallest = settings;
  let runs = 0;
  const tryOut = async (smaller: SimulationSettings): Promise<boolean> => {
    runs += 1;
    if (runs > RUNS_MAX || !(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  while (smallest.durationMs > 15_000) {
    if (!(await tryOut({ ...smallest, durationMs: Math.floor(smallest.durationMs / 2) }))) break;
  }
  while (smallest.callers > 1) {
    if (!(await tryOut({ ...smallest, callers: Math.floor(smallest.callers / 2) }))) break;
  }
  // Mostly it takes one kind of fault, or none: all the others at once, then one after the other.
  if (await tryOut({ ...smallest, faults: noFault })) return smallest;
  for (const kind of Object.keys(noFault) as (keyof Faults)[]) {
    if (smallest.faults[kind] === noFault[kind]) continue;
    await tryOut({ ...smallest, faults: { ...smallest.faults, [kind]: noFault[kind] } });
  }
  return smallest;
}

// Runs one world for each seed, on databases of their own; at a failure prints what repeats it.
import { cloneDatabase } from '../support/database-clone.ts';
import { InvariantError } from './invariants.ts';
import { minimize } from './minimize.ts';
import { type SimulationResult, type SimulationSettings, simulate } from './simulation.ts';
import type { Note, World } from './world.ts';

/** Where worlds are made. */
export type SimulationServer = { adminUrl: string; templateName: string };

/** A world that broke a promise, and all that is needed to see it again. */
export class SimulationFailure extends Error {
  override name = 'SimulationFailure';
}

const SHOWN_NOTES = 60;

async function runOnce(
  server: SimulationServer,
  settings: SimulationSettings,
): Promise<{ result: SimulationResult } | { error: Error; notes: readonly Note[] }> {
  const database = await cloneDatabase(server.adminUrl, server.templateName);
  let world: World | null = null;
  try {
    const result = await simulate(database, settings, (made) => {
      world = made;
    });
    return { result };
  } catch (error) {
    const { notes } = (world as World | null) ?? { notes: [] };
    return { error: error as Error, notes };
  } finally {
    await database.drop();
  }
}

/**
 * Runs a world.
 * @throws {SimulationFailure} with the seed, the smallest world that still fails and its trace.
 */
export async function runSeed(
  server: SimulationServer,
  settings: SimulationSettings,
): Promise<SimulationResult> {
  const first = await runOnce(server, settings);
  if ('result' in first) return first.result;
  const smallest = await minimize(settings, async (smaller) => {
    return 'error' in (await runOnce(server, smaller));
  });
  const last = await runOnce(server, smallest);
  const { error, notes } = 'error' in last ? last : first;
  throw new SimulationFailure(
    [
      `Seed ${settings.seed}: ${first.error.message}`,
      `The smallest world that fails: ${JSON.stringify(smallest)}`,
      `There: ${error.message}`,
      ...traceOf(error, notes),
    ].join('\n'),
    { cause: first.error },
  );
}

/** The last of what happened to whom the error is about, or to everybody. */
function traceOf(error: Error, notes: readonly Note[]): string[] {
  const subjects = error instanceof InvariantError ? error.subjects : [];
  const own = notes.filter(({ subject }) => subjects.includes(subject));
  return (own.length > 0 ? own : notes)
    .slice(-SHOWN_NOTES)
    .map(({ atMs, subject, text }) => `${(atMs / 1000).toFixed(3)} s  ${subject}: ${text}`);
}

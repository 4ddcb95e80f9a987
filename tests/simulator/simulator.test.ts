// A few short worlds at every test run; `npm run simulate` runs as many as one likes.
import { expect, inject, test } from 'vitest';
import { cloneDatabase } from '../support/database-clone.ts';
import '../support/provided-context.ts';
import { runSeed, SimulationFailure } from './run-seeds.ts';
import { everyFault, noFault, type SimulationSettings, simulate } from './simulation.ts';

const server = () => ({
  adminUrl: inject('databaseAdminUrl'),
  templateName: inject('databaseTemplateName'),
});
const badDay: SimulationSettings = {
  seed: 1,
  callers: 5,
  durationMs: 150_000,
  faults: everyFault,
};

test.each([11, 12, 13])('a bad day keeps every promise (seed %i)', async (seed) => {
  const { calls, payments } = await runSeed(server(), { ...badDay, seed });
  expect(calls).toBeGreaterThan(5);
  expect(payments).toBeGreaterThan(3);
});

test('a good day charges every call what it was worth', async () => {
  const { calls } = await runSeed(server(), { ...badDay, durationMs: 80_000, faults: noFault });
  expect(calls).toBeGreaterThan(10);
});

test('the same seed makes the same world', async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(async () => {
      const database = await cloneDatabase(server().adminUrl, server().templateName);
      const { notes } = await simulate(database, { ...badDay, durationMs: 60_000 });
      await database.drop();
      return notes;
    }),
  );
  expect(first?.length).toBeGreaterThan(20);
  expect(second).toEqual(first);
});

test('a rule that is broken is noticed, with the seed and a small world that shows it', async () => {
  // Every call is charged five seconds too much, within what it holds: no sum in the books is wrong.
  const sabotage = `
    do $$
    declare
      v_text text := pg_get_functiondef('private.settle_call'::regproc);
      v_broken text := replace(v_text, 'least(p_used_ms,', 'least(p_used_ms + 5000,');
    begin
      assert v_text <> v_broken;
      execute v_broken;
    end;
    $$`;
  const settings = { ...badDay, durationMs: 40_000, callers: 3, sabotage };
  const failure = await runSeed(server(), settings).catch((error) => error);
  expect(failure).toBeInstanceOf(SimulationFailure);
  expect(failure.message).toMatch(/^Seed 1: too much was charged/);
  const smallest = JSON.parse(/fails: (\{.*\})/.exec(failure.message)?.[1] ?? '{}');
  expect(smallest).toMatchObject({ faults: noFault });
  expect(smallest.callers).toBeLessThan(settings.callers);
}, 180_000);

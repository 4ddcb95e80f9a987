// `npm run simulate`: worlds for as long as one likes, each from its seed.
import { parseArgs } from 'node:util';
import { startTestPostgres } from '../support/test-postgres.ts';
import { runSeed } from './run-seeds.ts';
import { everyFault } from './simulation.ts';

const { values } = parseArgs({
  options: {
    /** The first seed; by default a new one each time. */
    seed: { type: 'string' },
    /** How many worlds; by default as many as fit into --minutes. */
    worlds: { type: 'string' },
    minutes: { type: 'string', default: '5' },
    callers: { type: 'string', default: '6' },
    /** How long calls begin in each world, in simulated seconds. */
    seconds: { type: 'string', default: '300' },
  },
});
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000_000);
const worldsMax = values.worlds === undefined ? Number.POSITIVE_INFINITY : Number(values.worlds);
const endsAt = performance.now() + Number(values.minutes) * 60_000;

const server = await startTestPostgres();
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isInterrupted) console.log('stopping after this world');
    isInterrupted = true;
  });
}
let worlds = 0;
const total = { steps: 0, calls: 0, payments: 0, invoices: 0 };
try {
  while (!isInterrupted && worlds < worldsMax && performance.now() < endsAt) {
    const result = await runSeed(server, {
      seed: firstSeed + worlds,
      callers: Number(values.callers),
      durationMs: Number(values.seconds) * 1_000,
      faults: everyFault,
    });
    worlds += 1;
    total.steps += result.steps;
    total.calls += result.calls;
    total.payments += result.payments;
    total.invoices += result.invoices;
    console.log(
      `seed ${firstSeed + worlds - 1}: ${result.calls} calls, ${result.payments} payments, ${result.invoices} invoices`,
    );
  }
  const { steps, calls, payments, invoices } = total;
  console.log(
    `${worlds} worlds kept their promises: ${steps} steps, ${calls} calls, ${payments} payments, ${invoices} invoices`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await server.stop();
}

// Runs the fault runs: `npm run test:faults -- purchases [--purchases 1000] [--kills 30] [--seed 1]`.
import { parseArgs } from 'node:util';
import { cloneDatabase } from '../support/database-clone.ts';
import { startTestPostgres } from '../support/test-postgres.ts';
import { runPurchases } from './purchases.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    purchases: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '30' },
    seed: { type: 'string' },
  },
});

const runs = positionals.length === 0 ? ['purchases'] : positionals;
for (const name of runs) {
  if (name !== 'purchases') throw new Error(`There is no fault run called ${name}.`);
}

const postgres = await startTestPostgres();
const db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
try {
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  console.log(`Purchases under fire, seed ${seed}`);
  const { faults, ...figures } = await runPurchases(db, {
    purchases: Number(values.purchases),
    kills: Number(values.kills),
    seed,
    onProgress: (text) => console.log(`  ${text}`),
  });
  for (const [name, figure] of Object.entries(figures)) {
    console.log(`  ${name.padEnd(14)} ${String(figure).padStart(8)}`);
  }
  for (const fault of faults.slice(0, 50)) console.log(`  FAULT: ${fault}`);
  console.log(faults.length === 0 ? '  no fault' : `  ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await db.drop();
  await postgres.stop();
}

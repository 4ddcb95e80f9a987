// `npm run test:faults`: all fault runs, or those named on the command line by name or row (`F1`).
import { parseArgs } from 'node:util';
import { brokenProviders } from './broken-providers.ts';
import { databaseAway } from './database-away.ts';
import { disturbedWebhooks } from './disturbed-webhooks.ts';
import { everyProcess } from './every-process.ts';
import type { FaultOutcome, FaultRun } from './fault-run.ts';
import { frozenJob } from './frozen-job.ts';
import { killedJobs } from './killed-jobs.ts';
import { killedWorker } from './killed-worker.ts';
import { livekitRestart } from './livekit-restart.ts';
import { lostAnswers } from './lost-answers.ts';
import { lostNetwork } from './lost-network.ts';
import { noAgent } from './no-agent.ts';
import { printOutcomes } from './print-outcomes.ts';
import { purchasesRun } from './purchases-run.ts';
import { rollingDeploy } from './rolling-deploy.ts';
import { twoJobs } from './two-jobs.ts';
import { twoTabs } from './two-tabs.ts';
import { wrongClocks } from './wrong-clocks.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', default: false },
    seed: { type: 'string' },
    /** A folder for what the parts of the last stack said. */
    logs: { type: 'string' },
    /** How much the run of purchases does. */
    purchases: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '30' },
  },
});

const runs: readonly FaultRun[] = [
  killedJobs,
  killedWorker,
  frozenJob,
  twoJobs,
  noAgent,
  everyProcess,
  databaseAway,
  lostAnswers,
  wrongClocks,
  twoTabs,
  lostNetwork,
  rollingDeploy,
  livekitRestart,
  disturbedWebhooks,
  brokenProviders,
  purchasesRun({ purchases: Number(values.purchases), kills: Number(values.kills) }),
];

const answersTo = ({ name, ids }: FaultRun, wanted: string) =>
  name === wanted || ids.includes(wanted.toUpperCase());

/** A run that fails as a whole breaks every row it would have judged. */
async function runOne({ name, ids, run }: FaultRun, seed: number): Promise<FaultOutcome[]> {
  console.log(`${name}, seed ${seed}`);
  try {
    return await run({ say: (text) => console.log(`  ${text}`), seed });
  } catch (error) {
    const violation = `the run failed: ${error instanceof Error ? (error.stack ?? error) : error}`;
    return ids.map((id) => ({ id, title: name, violations: [violation], figures: {} }));
  }
}

if (values.help) {
  console.log(
    'npm run test:faults -- [name or row …] [--seed 1] [--logs folder] [--purchases 1000] [--kills 30]\n',
  );
  for (const { name, about, ids, minutes } of runs) {
    console.log(`  ${name.padEnd(16)} ${about} (${ids.join(', ')}; ${minutes} min)`);
  }
  process.exit();
}
for (const wanted of positionals) {
  if (!runs.some((run) => answersTo(run, wanted))) throw new Error(`No fault run for ${wanted}.`);
}
const chosen =
  positionals.length === 0
    ? runs
    : runs.filter((run) => positionals.some((wanted) => answersTo(run, wanted)));
// LiveKit's Node client tells every step on a terminal unless it believes to be in production.
process.env.NODE_ENV ??= 'production';
if (values.logs) process.env.FAULT_LOGS = values.logs;
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const outcomes: FaultOutcome[] = [];
for (const run of chosen) outcomes.push(...(await runOne(run, seed)));
process.exitCode = printOutcomes(outcomes) === 0 ? 0 : 1;
// LiveKit's native client keeps threads of its own that would keep this process alive.
process.exit();

// `npm run bench`: all benches, or those named on the command line by name or goal (`P5`).
import './quiet-livekit.ts';

import { parseArgs } from 'node:util';
import { apiBench } from './api.bench.ts';
import { bargeInBench } from './barge-in.bench.ts';
import type { Bench, GoalResult } from './bench.ts';
import { callBench } from './call.bench.ts';
import { joinBench } from './join.bench.ts';
import { ledgerBench } from './ledger.bench.ts';
import { memoryBench } from './memory.bench.ts';
import { overshootBench } from './overshoot.bench.ts';
import { printGoals } from './print-goals.ts';
import { printResults } from './print-results.ts';
import { scaleBench } from './scale.bench.ts';
import { sizeBench } from './size.bench.ts';
import { turnsBench } from './turns.bench.ts';

/** In the order they run. */
const BENCHES: readonly Bench[] = [
  ledgerBench,
  scaleBench,
  apiBench,
  sizeBench,
  overshootBench,
  turnsBench,
  bargeInBench,
  joinBench,
  memoryBench,
  callBench,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', default: false } },
});

const answersTo = ({ name, goals }: Bench, wanted: string) =>
  name === wanted || goals.some((goal) => goal === wanted.toUpperCase());

if (values.help) {
  console.log('npm run bench -- [name or goal …]\n');
  for (const { name, about, goals, minutes } of BENCHES) {
    const measured = goals.length > 0 ? `${goals.join(', ')}; ` : '';
    console.log(`  ${name.padEnd(10)} ${about} (${measured}${minutes} min)`);
  }
  process.exit();
}
for (const wanted of positionals) {
  if (!BENCHES.some((bench) => answersTo(bench, wanted))) {
    throw new Error(`There is no bench for ${wanted}; see npm run bench -- --help.`);
  }
}
const results: GoalResult[] = [];
let failures = 0;
for (const bench of BENCHES) {
  if (positionals.length > 0 && !positionals.some((wanted) => answersTo(bench, wanted))) continue;
  console.log(`\n${bench.name}`);
  try {
    const { goals, details } = await bench.run({ say: (text) => console.log(`  ${text}`) });
    results.push(...goals);
    if (details) printResults(details);
  } catch (error) {
    // The others are measured all the same; what a failed one should have shown counts as missed.
    console.error(error);
    failures += 1;
    for (const id of bench.goals) {
      results.push({ id, figure: 'the bench failed', baseline: null, isHeld: false });
    }
  }
}
const missed = printGoals(results);
// The native client keeps threads of its own that would keep this process alive.
process.exit(missed + failures === 0 ? 0 : 1);

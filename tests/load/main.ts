// `npm run load`: more and more calls at once on one machine, until it can hold no more.
import '../bench/quiet-livekit.ts';

import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { withBenchStack } from '../bench/bench-stack.ts';
import { startFixedProviders } from '../bench/fixed-providers.ts';
import { printResults } from '../bench/print-results.ts';
import { fillWorker } from './full-worker.ts';
import { type LoadStep, runLoadStep } from './load-step.ts';

const STEPS = [1, 2, 4, 8, 12, 16, 20];
/** More than any step: here the machine shall be the limit. */
const NO_LIMIT = '200';
const FULL_AT = 2;

const { values } = parseArgs({
  options: {
    calls: { type: 'string' },
    silent: { type: 'boolean', default: false },
    'hold-ms': { type: 'string', default: '20000' },
    'start-gap-ms': { type: 'string', default: '1500' },
    full: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `npm run load -- [--calls 4,8,12] [--silent] [--hold-ms 20000] [--start-gap-ms 1500]
  --calls         how many at once, one step after the other (${STEPS.join(',')})
  --silent        callers who neither speak nor listen
  --hold-ms       how long a step is held once all calls have begun
  --start-gap-ms  from one call's start to the next
npm run load -- --full
  what callers meet at a worker that has all the calls it may have (AGENT_MAX_CALLS)`;

/** Prints a step as lines; what its processes took is one of them. */
function show(step: LoadStep): void {
  const { cores, failures, ...figures } = step;
  const shown = Object.fromEntries(
    Object.entries(cores).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  );
  printResults({ ...figures, cores: shown });
  for (const failure of failures) console.log(`  failed: ${failure}`);
}

async function main(): Promise<number> {
  const providers = await startFixedProviders();
  const environment = {
    OPENAI_BASE_URL: providers.baseUrl,
    OPENAI_API_KEY: 'fixed',
    AGENT_MAX_CALLS: values.full ? String(FULL_AT) : NO_LIMIT,
  };
  const say = (text: string) => console.log(text);
  try {
    return await withBenchStack(environment, say, async (stack) => {
      const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
      try {
        let broken = 0;
        if (values.full) {
          const full = await fillWorker(stack, pool, { maxCalls: FULL_AT, say });
          printResults(full);
          if (full.counted !== FULL_AT || full.chargedMs !== 0) broken += 1;
        } else {
          const steps = values.calls?.split(',').map(Number) ?? STEPS;
          for (const calls of steps) {
            say(`\n${calls} calls (load ${loadavg()[0]?.toFixed(1)} before)`);
            const step = await runLoadStep({
              stack,
              pool,
              calls,
              isTalking: !values.silent,
              holdMs: Number(values['hold-ms']),
              startGapMs: Number(values['start-gap-ms']),
            });
            show(step);
          }
        }
        const { rows } = await pool.query('select * from check_ledger()');
        say(`\ncheck_ledger(): ${rows.length} violations`);
        return broken + rows.length;
      } finally {
        await pool.end();
      }
    });
  } finally {
    await providers.stop();
  }
}

if (values.help) {
  console.log(HELP);
  process.exit();
}
// The native client keeps threads of its own that would keep this process alive.
process.exit((await main()) === 0 ? 0 : 1);

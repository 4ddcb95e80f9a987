// Throws everything the OpenAPI document allows, and much it does not, at the api: `npm run fuzz`.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzzPython } from '../../scripts/setup/fuzz-environment.mjs';
import { startFuzzedApi } from './fuzzed-api.ts';
import { runSchemathesis } from './run-schemathesis.ts';

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run fuzz -- [--examples N] [--seed N]

Asks every operation N times over (default 50), signed in and as a stranger, with valid and invalid
data, and judges the answers by the OpenAPI document. The same seed asks the same again.`);
  process.exit(0);
}

const python = await fuzzPython();
const api = await startFuzzedApi();
const problems: string[] = [];
// Leaving by a signal must take the database along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void api.stop().finally(() => process.exit(130)));
}
try {
  const { examples, seed } = values;
  const options = { python, url: api.url, ids: api.ids, examples, seed };
  console.log(`seed ${seed}; repeat with: npm run fuzz -- --seed ${seed}`);
  console.log('\nsigned in');
  if (!(await runSchemathesis({ ...options, token: api.token }))) problems.push('signed in');
  console.log('\nas a stranger');
  if (!(await runSchemathesis(options))) problems.push('as a stranger');
  const violations = await api.checkLedger();
  if (violations.length > 0) problems.push(`check_ledger(): ${JSON.stringify(violations)}`);
} finally {
  await api.stop();
}
console.log(problems.length === 0 ? '\nnothing found' : `\nfound: ${problems.join('; ')}`);
process.exitCode = problems.length === 0 ? 0 : 1;

// Runs the fuzzer over one api as one kind of caller, with its words on our terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const configFile = join(import.meta.dirname, 'schemathesis.toml');
/** Where it looks for the module of our hooks. */
const hooks = { PYTHONPATH: import.meta.dirname, SCHEMATHESIS_HOOKS: 'known_ids' };

/** One run. */
export interface SchemathesisRun {
  python: string;
  url: string;
  /** Requests of each operation, at most. */
  examples: string;
  seed: string;
  /** The access token to ask with; without it a stranger asks. */
  token?: string;
  /** Ids of records that exist, by the beginning of their path. */
  ids: Record<string, string[]>;
}

/** Resolves to whether every answer was as documented. */
export async function runSchemathesis(run: SchemathesisRun): Promise<boolean> {
  // It leaves a folder of examples wherever it runs.
  const folder = mkdtempSync(join(tmpdir(), 'mindbot-fuzz-'));
  const child = spawn(
    run.python,
    [
      ...['-m', 'schemathesis.cli', '--config-file', configFile],
      ...['run', `${run.url}/openapi.json`, '--no-color', '--checks', 'all'],
      ...['--max-examples', run.examples, '--seed', run.seed, '--continue-on-failure'],
      ...['--generation-database', 'none', '--suppress-health-check', 'all'],
      ...(run.token ? ['--header', `Authorization: Bearer ${run.token}`] : []),
    ],
    {
      cwd: folder,
      env: { ...process.env, ...hooks, FUZZ_IDS: JSON.stringify(run.ids) },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  const [code] = await once(child, 'exit');
  process.removeListener('exit', endWithUs);
  rmSync(folder, { recursive: true, force: true });
  return code === 0;
}

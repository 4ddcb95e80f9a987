// Gives `npm run fuzz` its fuzzer: schemathesis in a Python environment of its own.
import { join } from 'node:path';
import { projectDir } from './cache-paths.mjs';
import { findPython, preparePython } from './python-environment.mjs';

const VERSION = '4.32.5';

/** @type {import('./python-environment.mjs').PythonEnvironment} */
const environment = {
  step: 'fuzz',
  name: `fuzz-schemathesis-${VERSION}`,
  label: `schemathesis ${VERSION}`,
  install: ['--no-deps', '-r', join(projectDir, 'tests/fuzz/requirements.txt')],
  check: 'import schemathesis.cli',
};

/**
 * The Python that has schemathesis, made if it is not there.
 * @returns {Promise<string>}
 * @throws {Error} saying what stood in the way
 */
export async function fuzzPython() {
  const problem = await preparePython(environment);
  const python = findPython(environment);
  if (problem !== undefined || python === undefined) throw new Error(problem ?? 'It vanished.');
  return python;
}

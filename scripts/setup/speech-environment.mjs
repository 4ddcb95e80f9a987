// Gives the speech sandbox its recognizer: PocketSphinx in a Python environment of its own.
import { findPython, preparePython } from './python-environment.mjs';
import { say } from './report.mjs';

const STEP = 'speech';
const VERSION = '5.1.1';

/** @type {import('./python-environment.mjs').PythonEnvironment} */
const environment = {
  step: STEP,
  name: `speech-pocketsphinx-${VERSION}`,
  label: `pocketsphinx ${VERSION}`,
  // Its one dependency is for microphones, which the sandbox does not have.
  install: ['--no-deps', `pocketsphinx==${VERSION}`],
  check: 'import pocketsphinx; pocketsphinx.Decoder',
};

/**
 * The Python that has the recognizer, or undefined: then the sandbox understands typed text alone.
 * @returns {string | undefined}
 */
export const findSpeechPython = () => findPython(environment);

/** Makes the environment. What stands in its way is said, and never stops the set-up. */
export async function prepareSpeechEnvironment() {
  const problem = await preparePython(environment);
  if (problem === undefined) return;
  say(STEP, `the sandbox will understand typed text only. ${problem}`);
  say(STEP, 'To speak to it, install Python 3.9 or newer (with venv and pip) and run this again.');
}

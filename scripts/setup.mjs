// Prepares a fresh machine for `npm start`, `npm test` and the rest; runs on Node 20 before anything is there.

import { prepareChromium } from './setup/chromium.mjs';
import { hostedParts } from './setup/hosted-parts.mjs';
import { installPackages } from './setup/install-packages.mjs';
import { prepareLivekitServer } from './setup/livekit-server.mjs';
import { SetupError, say } from './setup/report.mjs';
import { prepareSpeechEnvironment } from './setup/speech-environment.mjs';
import { prepareStripeMock } from './setup/stripe-mock.mjs';
import { buildWebClient } from './setup/web-client.mjs';

const OLDEST_NODE_MAJOR = 20;

/**
 * Does what is missing for a purpose; everything independent at the same time. `packages` is for
 * commands that run no service.
 * @param {'start' | 'test' | 'packages'} purpose
 */
function stepsFor(purpose) {
  if (purpose === 'packages') return [installPackages()];
  // Tests bring their own stack up whatever .env says.
  const hosted = purpose === 'test' ? { livekit: false, speech: false } : hostedParts();
  return [
    installPackages().then(() =>
      Promise.all([buildWebClient(), purpose === 'test' ? prepareChromium() : undefined]),
    ),
    hosted.livekit ? undefined : prepareLivekitServer(),
    hosted.speech ? undefined : prepareSpeechEnvironment(),
    purpose === 'test' ? prepareStripeMock() : undefined,
  ];
}

/** @param {'start' | 'test' | 'packages'} purpose */
async function setUp(purpose) {
  const failures = (await Promise.allSettled(stepsFor(purpose))).flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  for (const failure of failures) {
    console.error(`\n${failure instanceof SetupError ? failure.message : failure.stack}`);
  }
  return failures.length === 0;
}

const nodeMajor = Number(process.versions.node.split('.')[0]);
if (nodeMajor < OLDEST_NODE_MAJOR) {
  console.error(`MindBot needs Node ${OLDEST_NODE_MAJOR} or newer; this is ${process.version}.`);
  process.exit(1);
}
const purpose = process.argv[2];
if (purpose !== 'start' && purpose !== 'test' && purpose !== 'packages') {
  console.error('Usage: node scripts/setup.mjs start|test|packages');
  process.exit(2);
}
// Leaving by a signal must run the exit handlers, which end the programs that were started.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => process.exit(130));
}
const startedAt = performance.now();
const succeeded = await setUp(purpose);
const tookSeconds = Math.round((performance.now() - startedAt) / 1000);
if (succeeded && tookSeconds >= 2)
  say('ready', `after ${tookSeconds} s; the next time takes a moment`);
process.exit(succeeded ? 0 : 1);

// Starts the speech sandbox on loopback: reads the environment, warms the engines, listens.
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { integerVariable, portVariable, readEnvironment } from '@mindbot/platform/env';
import { createLogger } from '@mindbot/platform/logging';
import { z } from 'zod';
import { createSpeechApp } from './app.ts';
import { createDisturbances } from './disturbances.ts';
import { startRecognizer } from './recognition/recognizer.ts';
import { startSynthesizer } from './synthesis/synthesizer.ts';

const delay = integerVariable(0, 60_000).default(0);
const environment = readEnvironment(
  z.object({
    LOCAL_SPEECH_PORT: portVariable.default(54_330),
    /** The Python of the set-up's speech environment; without it typed text alone is understood. */
    SPEECH_PYTHON: z.string().optional(),
    SANDBOX_FAULTS: z.enum(['0', '1']).default('0'),
    SANDBOX_STT_DELAY_MS: delay,
    SANDBOX_LLM_DELAY_MS: delay,
    SANDBOX_TTS_DELAY_MS: delay,
    LOG_LEVEL: z.string().default('info'),
    LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
  }),
);
const logger = createLogger('speech', {
  level: environment.LOG_LEVEL,
  format: environment.LOG_FORMAT,
});

const recognizer = environment.SPEECH_PYTHON
  ? await startRecognizer(environment.SPEECH_PYTHON).catch((error) => {
      logger.error({ err: error }, 'recognizer does not start; only typed text is understood');
      return null;
    })
  : null;
const synthesizer = startSynthesizer();
// The first sentence of each thread costs more than the others: nobody should wait for it.
await Promise.all(
  ['Hello.', 'How are you?'].map(async (text) => {
    for await (const _sound of synthesizer.speak(text, 'alloy', 1));
  }),
);

const app = createSpeechApp({
  recognizer,
  synthesizer,
  disturbances: createDisturbances({
    stt: environment.SANDBOX_STT_DELAY_MS,
    llm: environment.SANDBOX_LLM_DELAY_MS,
    tts: environment.SANDBOX_TTS_DELAY_MS,
  }),
  allowsFaults: environment.SANDBOX_FAULTS === '1',
  onBug: (error) => logger.error({ err: error }, 'request failed'),
});
const server = createAdaptorServer({ fetch: app.fetch });
server.listen(environment.LOCAL_SPEECH_PORT, '127.0.0.1');
await once(server, 'listening');
logger.info(
  { port: environment.LOCAL_SPEECH_PORT, understandsVoice: recognizer !== null },
  'speech sandbox listens',
);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  server.close();
  await Promise.all([recognizer?.stop(), synthesizer.stop()]);
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

// Reads from the environment and .env which parts are hosted, so that the set-up can skip them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './cache-paths.mjs';

/**
 * Which parts need nothing on this machine. Loads .env like `npm start` itself does.
 * @returns {{ livekit: boolean, speech: boolean }}
 */
export function hostedParts() {
  const path = join(projectDir, '.env');
  // Before Node 20.12 nothing reads the file here: then more is prepared than needed, never less.
  if (existsSync(path)) process.loadEnvFile?.(path);
  const { LIVEKIT_URL, OPENAI_API_KEY, OPENAI_BASE_URL, STT_BASE_URL, STT_API_KEY } = process.env;
  return {
    livekit: Boolean(LIVEKIT_URL),
    speech: Boolean(OPENAI_API_KEY || OPENAI_BASE_URL || STT_BASE_URL || STT_API_KEY),
  };
}

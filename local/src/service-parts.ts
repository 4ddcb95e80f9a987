// How the service's own processes are run: the speech sandbox, the api and the agent worker.
import { resolve } from 'node:path';
import { type ChildPart, startChildPart } from './child-part.ts';
import type { Ports } from './ports.ts';

type Environment = Record<string, string | undefined>;
type Common = { onLine: (line: string) => void; onPid: (pid: number | null) => void };

const projectDir = resolve(import.meta.dirname, '..', '..');

const isAnswered = async (url: string) => (await fetch(url)).ok;

function startNode(
  name: string,
  args: readonly string[],
  environment: Environment,
  readyUrl: string,
  common: Common,
): Promise<ChildPart> {
  return startChildPart({
    name,
    command: process.execPath,
    args: [resolve(projectDir, args[0] ?? ''), ...args.slice(1)],
    environment,
    isReady: () => isAnswered(readyUrl),
    isRestarted: true,
    ...common,
  });
}

/** The OpenAI-compatible sandbox for speech and language. */
export const startSpeech = (environment: Environment, ports: Ports, common: Common) =>
  startNode(
    'speech',
    ['local/src/speech/main.ts'],
    environment,
    `http://127.0.0.1:${ports.speech}/health`,
    common,
  );

/** The api; ready when it reaches the database and LiveKit. */
export const startApi = (environment: Environment, ports: Ports, common: Common) =>
  startNode(
    'api',
    ['api/src/main.ts'],
    environment,
    `http://127.0.0.1:${ports.api}/health/ready`,
    common,
  );

/** The agent worker; ready when LiveKit knows it. It gets no key of the database. */
export function startAgent(environment: Environment, ports: Ports, common: Common) {
  const { DATABASE_URL, SUPABASE_JWT_SECRET, ...allowed } = environment;
  return startNode(
    'agent',
    ['agent/src/main.ts', 'start'],
    allowed,
    `http://127.0.0.1:${ports.agent}/`,
    common,
  );
}

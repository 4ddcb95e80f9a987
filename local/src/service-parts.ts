// How the service's own processes are run: the speech sandbox, the api and the agent worker.
import { resolve } from 'node:path';
import { type ChildPart, startChildPart } from './child-part.ts';
import {
  agentEnvironment,
  speechEnvironment,
  stripeEnvironment,
  stripeUrl,
} from './service-environment.ts';
import type { PartName, StackContext } from './stack-context.ts';

type Environment = Record<string, string | undefined>;

const projectDir = resolve(import.meta.dirname, '..', '..');
const ANSWER_TIMEOUT_MS = 3_000;

const isAnswered = async (url: string) =>
  (await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })).ok;

function startNode(
  context: StackContext,
  name: PartName,
  args: readonly string[],
  environment: Environment,
  readyUrl: string,
): Promise<ChildPart> {
  return startChildPart({
    name,
    command: process.execPath,
    args: [resolve(projectDir, args[0] ?? ''), ...args.slice(1)],
    environment,
    isReady: () => isAnswered(readyUrl),
    isRestarted: true,
    onLine: context.lineSink(name),
    onPid: (pid) => context.processes.record(name, pid),
    signal: context.signal,
  });
}

/** The OpenAI-compatible sandbox for speech and language. It is given no key of anything. */
export const startSpeech = (context: StackContext) =>
  startNode(
    context,
    'speech',
    ['local/src/speech/main.ts'],
    speechEnvironment(context.settings, context.ports),
    `http://127.0.0.1:${context.ports.speech}/health`,
  );

/** The Stripe sandbox. Its data folder outlives it, so that purchases do too. */
export const startStripe = (context: StackContext) =>
  startNode(
    context,
    'stripe',
    ['local/src/stripe/main.ts'],
    stripeEnvironment(context),
    `${stripeUrl(context.ports)}/health`,
  );

/** The api; ready when it reaches the database and LiveKit. */
export const startApi = (context: StackContext, environment: Environment) =>
  startNode(
    context,
    'api',
    ['api/src/main.ts'],
    environment,
    `http://127.0.0.1:${context.ports.api}/health/ready`,
  );

/** The agent worker; ready when LiveKit knows it. */
export const startAgent = (context: StackContext, environment: Environment) =>
  startNode(
    context,
    'agent',
    ['agent/src/main.ts', 'start'],
    agentEnvironment(environment),
    `http://127.0.0.1:${context.ports.agent}/`,
  );

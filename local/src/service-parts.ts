// How the service's own processes are run: the sandboxes, the apis and the agent workers.
import { resolve } from 'node:path';
import { startBalancer } from './balancer.ts';
import { type ChildPart, startChildPart } from './child-part.ts';
import { findFreePort } from './free-port.ts';
import { type Replicas, startReplicas } from './replicas.ts';
import {
  agentEnvironment,
  replicaEnvironment,
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

/** What is particular about one of the processes. */
type NodePart = {
  args: readonly string[];
  environment: Environment;
  readyUrl: string;
  /** Its name where there are several of the part. */
  instance?: string;
  stopSignal?: NodeJS.Signals;
};

function startNode(context: StackContext, name: PartName, part: NodePart): Promise<ChildPart> {
  const { args, environment, readyUrl, instance = name, stopSignal } = part;
  return startChildPart({
    name: instance,
    command: process.execPath,
    args: [resolve(projectDir, args[0] ?? ''), ...args.slice(1)],
    environment,
    isReady: () => isAnswered(readyUrl),
    isRestarted: true,
    onLine: context.lineSink(name, instance),
    onPid: (pid) => context.processes.record(instance, pid),
    signal: context.signal,
    ...(stopSignal ? { stopSignal } : {}),
  });
}

/** The OpenAI-compatible sandbox for speech and language. It is given no key of anything. */
export const startSpeech = (context: StackContext) =>
  startNode(context, 'speech', {
    args: ['local/src/speech/main.ts'],
    environment: speechEnvironment(context.settings, context.ports),
    readyUrl: `http://127.0.0.1:${context.ports.speech}/health`,
  });

/** The Stripe sandbox. Its data folder outlives it, so that purchases do too. */
export const startStripe = (context: StackContext) =>
  startNode(context, 'stripe', {
    args: ['local/src/stripe/main.ts'],
    environment: stripeEnvironment(context),
    readyUrl: `${stripeUrl(context.ports)}/health`,
  });

/**
 * The apis, each ready when it reaches the database and LiveKit; several share the one address
 * behind a balancer, which is stopped before them.
 */
export async function startApis(
  context: StackContext,
  environment: Environment,
): Promise<Replicas> {
  const { ports, replicaCount, stops } = context;
  const isShared = replicaCount > 1;
  const balancer = isShared
    ? await startBalancer({ port: ports.api, onLine: context.lineSink('balancer') })
    : null;
  if (balancer) stops.add('balancer', balancer.stop);
  return startReplicas({
    name: 'api',
    count: replicaCount,
    onProgress: context.progress,
    onEnter: ({ url }) => balancer?.add(Number(new URL(url).port)),
    onLeave: ({ url }) => balancer?.remove(Number(new URL(url).port)),
    start: async (instance) => {
      const port = isShared ? await findFreePort() : ports.api;
      const url = `http://127.0.0.1:${port}`;
      const own = { PORT: String(port) };
      const part = await startNode(context, 'api', {
        instance,
        args: ['api/src/main.ts'],
        environment: isShared ? replicaEnvironment(environment, own) : environment,
        readyUrl: `${url}/health/ready`,
      });
      return { ...part, url };
    },
  });
}

/** The agent workers, each ready when LiveKit knows it; LiveKit shares the calls among them. */
export function startAgents(context: StackContext, environment: Environment): Promise<Replicas> {
  const { ports, replicaCount } = context;
  let started = 0;
  return startReplicas({
    name: 'agent',
    count: replicaCount,
    onProgress: context.progress,
    start: async (instance) => {
      started += 1;
      const isFirst = started === 1;
      const port = isFirst ? ports.agent : await findFreePort();
      const metricsPort = isFirst ? ports.agentMetrics : await findFreePort();
      const url = `http://127.0.0.1:${port}/`;
      const own = { AGENT_HEALTH_PORT: String(port), AGENT_METRICS_PORT: String(metricsPort) };
      const part = await startNode(context, 'agent', {
        instance,
        args: ['agent/src/main.ts', 'start'],
        environment: agentEnvironment({ ...environment, ...own }),
        readyUrl: url,
        // It ends its calls at once, settled: whoever stops the stack wants no hand-over.
        stopSignal: 'SIGINT',
      });
      return { ...part, url };
    },
  });
}

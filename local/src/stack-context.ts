// What all parts of one running stack share: where it lives, its keys and ports, and who listens.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { integerVariable, readEnvironment } from '@mindbot/platform/env';
import { z } from 'zod';
import { type HostedParts, readHostedParts } from './hosted.ts';
import { checkPorts, chooseFreePorts, type Ports, readPorts } from './ports.ts';
import { claimDataDir, type ProcessList } from './process-list.ts';
import { readSecrets, type Secrets } from './secrets.ts';
import { createStopList, type StopList, type Stoppable } from './stop-list.ts';

/** The servers a stack may run as child processes. */
export type PartName = 'livekit' | 'speech' | 'stripe' | 'api' | 'agent';

/** How to run a stack. */
export type StackOptions = {
  /** Where everything it keeps lives. */
  dataDir: string;
  /** `free` chooses ports nobody uses; otherwise the environment's, or these. */
  ports?: Ports | 'free';
  /** Settings as in .env; by default this process's environment. */
  environment?: Record<string, string | undefined>;
  /** False trades crash safety of the data for speed, for tests (default true). */
  isDurable?: boolean;
  /** Parts that are left out, for benches that need less. */
  without?: readonly PartName[];
  /**
   * An address of this machine at which the LiveKit server is reached instead of 127.0.0.1, for
   * callers behind a network of their own. Everything else stays on loopback.
   */
  livekitAddress?: string;
  /** Receives each line a part writes. */
  onLine?: (part: string, line: string) => void;
  /** Told what is happening, for people who wait. */
  onProgress?: (text: string) => void;
  /** Called when a part died that nothing can go on without. */
  onDeath?: (explanation: string) => void;
  /** Gives up starting, and stops what was started by then. */
  signal?: AbortSignal;
};

/** What the parts of one stack share. */
export type StackContext = {
  dataDir: string;
  settings: Record<string, string | undefined>;
  hosted: HostedParts;
  ports: Ports;
  secrets: Secrets;
  /** The one address people open. */
  url: string;
  /** Where the local LiveKit server is reached. */
  livekitAddress: string;
  /** How many apis and how many workers run side by side. */
  replicaCount: number;
  isDurable: boolean;
  processes: ProcessList;
  stops: StopList;
  /** Ends the start: somebody wants to stop, or one part has failed. */
  signal: AbortSignal;
  progress: (text: string) => void;
  onDeath: (explanation: string) => void;
  /** Receives the lines of a part, or of one of its processes: they are kept under the part. */
  lineSink: (part: string, instance?: string) => (line: string) => void;
  logs: (part: string) => readonly string[];
};

const keptLogLines = 20_000;
/** More than that helps nobody on one machine. */
const REPLICAS_MAX = 8;
const replicasSchema = z.object({
  MINDBOT_REPLICAS: integerVariable(1, REPLICAS_MAX).default(1),
});

function portsInUse(hosted: HostedParts, without: readonly PartName[]): (keyof Ports)[] {
  const used: (keyof Ports)[] = [];
  if (!hosted.supabase) used.push('postgres', 'supabase');
  if (!hosted.email) used.push('email', 'smtp');
  if (!hosted.livekit && !without.includes('livekit')) {
    used.push('livekit', 'livekitTcp', 'livekitUdp');
  }
  if (!hosted.speech && !without.includes('speech')) used.push('speech');
  if (!hosted.stripe && !without.includes('stripe')) used.push('stripe');
  if (!without.includes('api')) used.push('api');
  if (!without.includes('agent')) used.push('agent', 'agentMetrics');
  return used;
}

function keepLogs(onLine: StackOptions['onLine']): Pick<StackContext, 'lineSink' | 'logs'> {
  const kept = new Map<string, string[]>();
  return {
    lineSink:
      (part, instance = part) =>
      (line) => {
        const lines = kept.get(part) ?? [];
        lines.push(line);
        if (lines.length > keptLogLines) lines.shift();
        kept.set(part, lines);
        onLine?.(instance, line);
      },
    logs: (part) => kept.get(part) ?? [],
  };
}

/**
 * Claims folder and ports; starts nothing.
 * @throws {EnvironmentError} when the settings contradict each other.
 * @throws {StackRunningError} when a stack runs on the data folder already.
 * @throws {PortTakenError} when a port is taken.
 */
export async function openContext(
  options: StackOptions,
  signal: AbortSignal,
): Promise<StackContext> {
  const settings = options.environment ?? process.env;
  const hosted = readHostedParts(settings);
  const wanted = options.ports === 'free' ? null : (options.ports ?? readPorts(settings));
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const progress = options.onProgress ?? (() => {});
  const processes = await claimDataDir(dataDir, (part) =>
    progress(`ending ${part} of a run that was killed`),
  );
  try {
    const ports = wanted ?? (await chooseFreePorts());
    await checkPorts(ports, portsInUse(hosted, options.without ?? []));
    const { lineSink, logs } = keepLogs(options.onLine);
    const stops = createStopList({
      onStop: (name: Stoppable) => progress(`stopping ${name}`),
      onFailure: (name, error) => lineSink(name)(`could not be stopped: ${error}`),
    });
    return {
      dataDir,
      settings,
      hosted,
      ports,
      secrets: readSecrets(dataDir),
      url: settings.PUBLIC_URL || `http://127.0.0.1:${ports.api}`,
      livekitAddress: options.livekitAddress ?? '127.0.0.1',
      replicaCount: readEnvironment(replicasSchema, settings).MINDBOT_REPLICAS,
      isDurable: options.isDurable ?? true,
      processes,
      stops,
      signal,
      progress,
      onDeath: options.onDeath ?? (() => {}),
      lineSink,
      logs,
    };
  } catch (error) {
    processes.clear();
    throw error;
  }
}

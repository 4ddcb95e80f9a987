// Starts the whole service on one machine, in order, and stops it again: `npm start` and the tests.
import type { ChildPart } from './child-part.ts';
import { startDatabase } from './database-part.ts';
import type { HostedParts } from './hosted.ts';
import { startLivekitServer } from './livekit-server.ts';
import { startMail } from './mail-part.ts';
import type { Ports } from './ports.ts';
import type { Replica, Replicas } from './replicas.ts';
import type { Secrets } from './secrets.ts';
import { serviceEnvironment, stripeUrl } from './service-environment.ts';
import { startAgents, startApis, startSpeech, startStripe } from './service-parts.ts';
import {
  openContext,
  type PartName,
  type StackContext,
  type StackOptions,
} from './stack-context.ts';

export type { PartName, StackOptions } from './stack-context.ts';

/** A running stack. */
export type Stack = {
  /** The one address people open. */
  url: string;
  urls: {
    supabase: string;
    livekit: string;
    /** Pages of stand-ins, null where the real thing is used. */
    email: string | null;
    stripe: string | null;
    studio: string | null;
  };
  ports: Ports;
  secrets: Secrets;
  hosted: HostedParts;
  databaseUrl: string;
  /** The environment its services were given. */
  environment: Record<string, string | undefined>;
  /** A part's process, of several the oldest; throws when the stack runs none of that name. */
  part: (name: PartName) => ChildPart;
  /** The processes of a service that take new work, oldest first. */
  replicas: (name: 'api' | 'agent') => readonly Replica[];
  /**
   * Applies what migrations are new and replaces all apis and workers while they work; resolves
   * when the old ones have finished.
   * @throws {Error} when new ones do not get ready; the old ones go on then.
   */
  deploy: () => Promise<void>;
  /** Stops Postgres and Supabase, waits, and starts both again on the same ports and data. */
  restartPostgres: (downMs?: number, how?: 'stop' | 'kill') => Promise<void>;
  /** The last lines of a part, oldest first. */
  logs: (name: string) => readonly string[];
  stop: () => Promise<void>;
};

/** Waits for all, so that nothing is still starting when the failure of one is thrown. */
async function settled<First>(work: [Promise<First>, ...Promise<unknown>[]]): Promise<First> {
  await Promise.allSettled(work);
  await Promise.all(work);
  return work[0];
}

/** Starts all parts; those that need nothing of one another at the same time. */
async function startParts(
  context: StackContext,
  without: readonly PartName[],
  giveUp: (error: unknown) => void,
) {
  const { hosted } = context;
  const parts = new Map<PartName, ChildPart>();
  const services = new Map<PartName, Replicas>();
  const run = async (
    name: PartName,
    isHosted: boolean,
    start: () => Promise<ChildPart>,
  ): Promise<void> => {
    if (isHosted || without.includes(name)) return;
    context.progress(`starting ${name}`);
    const part = await start();
    parts.set(name, part);
    context.stops.add(name, part.stop);
    context.progress(`${name} is ready`);
  };
  const runSeveral = async (
    name: 'api' | 'agent',
    start: () => Promise<Replicas>,
  ): Promise<void> => {
    if (without.includes(name)) return;
    context.progress(`starting ${name}`);
    const replicas = await start();
    services.set(name, replicas);
    context.stops.add(name, replicas.stop);
    context.progress(`${name} is ready`);
  };
  /** The first failure makes the others give up; their complaints about that are not it. */
  const orGiveUp = <Result>(work: Promise<Result>): Promise<Result> => {
    work.catch(giveUp);
    return work;
  };
  const mail = await startMail(context);
  // Nothing needs these two before the first call and the first sale: they warm up beside the rest.
  const speech = orGiveUp(run('speech', hosted.speech, () => startSpeech(context)));
  const stripe = orGiveUp(run('stripe', hosted.stripe, () => startStripe(context)));
  const started = settled([
    orGiveUp(startDatabase(context, mail)),
    orGiveUp(run('livekit', hosted.livekit, () => startLivekitServer(context))),
  ]).then(async (database) => {
    const environment = serviceEnvironment({ ...context, ...database, ...mail });
    await settled([
      orGiveUp(runSeveral('api', () => startApis(context, environment))),
      orGiveUp(runSeveral('agent', () => startAgents(context, environment))),
    ]);
    return { database, environment };
  });
  const { database, environment } = await settled([started, speech, stripe]);
  return { parts, services, database, environment, mail };
}

/**
 * Starts the stack and resolves when all of it works.
 * @throws {EnvironmentError} when the settings contradict each other.
 * @throws {StackRunningError} when one runs on the data folder already.
 * @throws {PortTakenError} when a port is taken; nothing has been started then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const failure = new AbortController();
  const signals = options.signal ? [options.signal, failure.signal] : [failure.signal];
  const context = await openContext(options, AbortSignal.any(signals));
  const stop = async () => {
    // What would not stop stays on record, for the next run to end.
    if (await context.stops.stopAll()) context.processes.clear();
  };
  try {
    const { parts, services, database, environment, mail } = await startParts(
      context,
      options.without ?? [],
      (error) => failure.abort(error),
    );
    return {
      url: context.url,
      urls: {
        supabase: database.supabaseUrl,
        livekit: String(environment.LIVEKIT_URL),
        email: mail.emailUrl,
        stripe: parts.has('stripe') ? stripeUrl(context.ports) : null,
        studio: context.hosted.supabase ? null : database.supabaseUrl,
      },
      ports: context.ports,
      secrets: context.secrets,
      hosted: context.hosted,
      databaseUrl: String(environment.DATABASE_URL),
      environment,
      part: (name) => {
        const part = parts.get(name) ?? services.get(name)?.current()[0];
        if (part === undefined) throw new Error(`This stack runs no ${name}.`);
        return part;
      },
      replicas: (name) => services.get(name)?.current() ?? [],
      deploy: async () => {
        if (context.replicaCount === 1) {
          throw new Error('Two apis are needed for that: npm start -- --replicas 2');
        }
        await database.migrate();
        for (const replicas of services.values()) await replicas.roll();
      },
      restartPostgres: (downMs = 0, how = 'stop') => database.restartPostgres(downMs, how),
      logs: context.logs,
      stop,
    };
  } catch (error) {
    await stop();
    // What the first failure made the others say is not what went wrong.
    throw failure.signal.aborted ? failure.signal.reason : error;
  }
}

// Runs a service as one process or several side by side, and replaces them while they work.
import type { ChildPart } from './child-part.ts';

/** One process of a service. */
export type Replica = ChildPart & {
  /** Where this very process is asked: the api itself, or the worker's health server. */
  url: string;
};

/** The processes of one service. */
export type Replicas = {
  /** Those that take new work, oldest first. */
  current: () => readonly Replica[];
  /**
   * Starts as many new ones; once all are ready they take over, and the old ones finish what they
   * do. Resolves when the old ones are gone.
   * @throws {Error} when a new one does not get ready: the old ones go on then.
   */
  roll: () => Promise<void>;
  /** Stops all of them at once, those that were finishing too. */
  stop: () => Promise<void>;
};

/** How the processes of a service are run. */
export type ReplicasOptions = {
  /** The service's name; its processes are called after it. */
  name: string;
  count: number;
  /** Starts one and resolves when it is ready. */
  start: (instance: string) => Promise<Replica>;
  /** Told of each one that takes work from now on. */
  onEnter?: (replica: Replica) => void;
  /** Told of each one that shall take no more. */
  onLeave?: (replica: Replica) => void;
  onProgress: (text: string) => void;
};

/** Starts them. @throws {Error} when one does not get ready; none is left running then. */
export async function startReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { name, count, onProgress } = options;
  let current: Replica[] = [];
  /** All that run, those that are starting or finishing too. */
  const running = new Set<Replica>();
  let started = 0;

  const stopAll = async (replicas: Iterable<Replica>) => {
    await Promise.all(
      [...replicas].map(async (replica) => {
        await replica.stop();
        running.delete(replica);
      }),
    );
  };

  async function startOne(): Promise<Replica> {
    started += 1;
    const replica = await options.start(started === 1 ? name : `${name}-${started}`);
    running.add(replica);
    return replica;
  }

  async function startAll(): Promise<Replica[]> {
    const results = await Promise.allSettled(Array.from({ length: count }, startOne));
    const fresh = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) {
      await stopAll(fresh);
      throw failed.reason;
    }
    for (const replica of fresh) options.onEnter?.(replica);
    return fresh;
  }

  current = await startAll();
  return {
    current: () => current,
    async roll() {
      const old = current;
      onProgress(`starting ${count} new ${name}`);
      current = await startAll();
      onProgress(`${name}: the new ones take over, the old ones finish`);
      await Promise.all(
        old.map(async (replica) => {
          options.onLeave?.(replica);
          await replica.drain();
          running.delete(replica);
          onProgress(`${replica.name} has finished`);
        }),
      );
    },
    stop: () => stopAll(running),
  };
}

// Stops what was started, each thing before those it needs, whatever order it was started in.

/** In the order they stop: the agent settles its calls while everything below it still works. */
const STOP_ORDER = [
  'agent',
  'balancer',
  'api',
  'stripe',
  'speech',
  'livekit',
  'supabase',
  'mail',
  'postgres',
] as const;

/** A thing of the stack that can be stopped. */
export type Stoppable = (typeof STOP_ORDER)[number];

/** The things that run and must be stopped. */
export type StopList = {
  add: (name: Stoppable, stop: () => Promise<void>) => void;
  /**
   * Stops all of them, in order; one that fails does not keep the others running.
   * @returns whether everything has stopped.
   */
  stopAll: () => Promise<boolean>;
};

/** Starts empty. */
export function createStopList(report: {
  onStop: (name: Stoppable) => void;
  onFailure: (name: Stoppable, error: unknown) => void;
}): StopList {
  const stops = new Map<Stoppable, () => Promise<void>>();
  return {
    add: (name, stop) => stops.set(name, stop),
    stopAll: async () => {
      let haveAllStopped = true;
      for (const name of STOP_ORDER) {
        const stop = stops.get(name);
        if (!stop) continue;
        stops.delete(name);
        report.onStop(name);
        try {
          await stop();
        } catch (error) {
          haveAllStopped = false;
          report.onFailure(name, error);
        }
      }
      return haveAllStopped;
    },
  };
}

// The unreliable way between two processes: requests and answers get lost, late, doubled, reordered.
import type { Random } from '../support/random.ts';
import type { Schedule, SimulatedProcess } from './schedule.ts';

/** How bad a network is; probabilities from 0 to 1. */
export type NetworkFaults = {
  requestLost: number;
  answerLost: number;
  doubled: number;
  /** Mean of the delay of each way, in milliseconds; long ones overtake each other. */
  meanDelayMs: number;
};

/** No answer came in time; whether the request was served is not known. */
export class NetworkError extends Error {
  override name = 'NetworkError';
}

/** Sends requests from processes to services. */
export type Network = {
  /**
   * Resolves with what `serve` answers, or rejects with {@link NetworkError} after `timeoutMs`.
   * `serve` may run never, once or twice. Nothing comes back to a process that died meanwhile.
   */
  send: <Answer>(
    from: SimulatedProcess,
    serve: () => Promise<Answer>,
    timeoutMs: number,
  ) => Promise<Answer>;
};

/** Makes a network; `faults` is read anew for each request. */
export function createNetwork(
  schedule: Schedule,
  random: Random,
  faults: () => NetworkFaults,
): Network {
  return {
    send: <Answer>(from: SimulatedProcess, serve: () => Promise<Answer>, timeoutMs: number) =>
      new Promise<Answer>((resolve, reject) => {
        const { requestLost, answerLost, doubled, meanDelayMs } = faults();
        const delayMs = () => 1 + random.durationMs(meanDelayMs);
        from.after(timeoutMs, () => reject(new NetworkError(`no answer within ${timeoutMs} ms`)));
        if (random.chance(requestLost)) return;
        const isAnswerLost = random.chance(answerLost);
        const answerDelayMs = delayMs();
        schedule.after(delayMs(), () => {
          serve().then(
            (answer) => {
              if (!isAnswerLost) from.after(answerDelayMs, () => resolve(answer));
            },
            (error) => {
              if (!isAnswerLost) from.after(answerDelayMs, () => reject(error));
            },
          );
        });
        if (random.chance(doubled))
          schedule.after(delayMs() * 2, () => void serve().catch(() => {}));
      }),
  };
}

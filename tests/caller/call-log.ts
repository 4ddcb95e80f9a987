// Notes everything that happens in a call with its moment, and lets a test wait for what it expects.
import type { CallEvent, TimeEvent } from '@mindbot/platform/call-events';
import type { TranscriptItem } from '@mindbot/sdk/voice';

/** What can happen, and what is noted with it. */
export interface CallOccurrences {
  joined: { voiceSessionId: string };
  agentJoined: { identity: string };
  agentLeft: { identity: string };
  agentState: { state: string };
  time: TimeEvent;
  event: CallEvent;
  transcript: TranscriptItem;
  /** What the caller is told by the rules of the sdk: see `miss-agent.ts`. */
  agentLost: { reason: 'left' | 'silent' };
  agentFound: object;
  /** Another agent was asked for, as the sdk does, and what the api said. */
  agentRequested: { outcome: string };
  disconnected: { reason: number };
}

/** One thing that happened. `at` is a reading of `performance.now()` in this process. */
export interface Occurrence<Name extends keyof CallOccurrences = keyof CallOccurrences> {
  name: Name;
  at: number;
  payload: CallOccurrences[Name];
}

/** What to wait for. */
export interface WaitOptions<Name extends keyof CallOccurrences> {
  /** Only what fits counts. */
  where?: (payload: CallOccurrences[Name]) => boolean;
  /** Only what happened at or after this moment; without it the past counts whole. */
  after?: number;
  /** When to give up, in milliseconds; 15,000 without it. */
  timeoutMs?: number;
}

/** The log of one call. */
export class CallLog {
  readonly entries: Occurrence[] = [];
  readonly #listeners = new Set<(entry: Occurrence) => void>();

  /** Notes something that happens now, or happened at `at`. */
  add<Name extends keyof CallOccurrences>(
    name: Name,
    payload: CallOccurrences[Name],
    at = performance.now(),
  ): void {
    const entry = { name, at, payload } as Occurrence;
    this.entries.push(entry);
    for (const listener of [...this.#listeners]) listener(entry);
  }

  /** Tells of everything that is noted from now on, until the answer is called. */
  follow(listener: (entry: Occurrence) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Everything of one name, in order. */
  all<Name extends keyof CallOccurrences>(name: Name): Occurrence<Name>[] {
    return this.entries.filter((entry) => entry.name === name) as Occurrence<Name>[];
  }

  /** The newest of one name. */
  last<Name extends keyof CallOccurrences>(name: Name): Occurrence<Name> | undefined {
    return this.all(name).at(-1);
  }

  /**
   * The first occurrence that fits, past or future.
   * @throws {Error} with the newest entries, when none comes in time.
   */
  waitFor<Name extends keyof CallOccurrences>(
    name: Name,
    { where = () => true, after = 0, timeoutMs = 15_000 }: WaitOptions<Name> = {},
  ): Promise<Occurrence<Name>> {
    const fits = (entry: Occurrence): boolean =>
      entry.name === name && entry.at >= after && where(entry.payload as CallOccurrences[Name]);
    const known = this.entries.find(fits);
    if (known) return Promise.resolve(known as Occurrence<Name>);
    return new Promise((resolve, reject) => {
      const listener = (entry: Occurrence) => {
        if (!fits(entry)) return;
        stop();
        resolve(entry as Occurrence<Name>);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`No "${name}" within ${timeoutMs} ms. Last seen:\n${this.tail()}`));
      }, timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      this.#listeners.add(listener);
    });
  }

  /** The newest entries, one a line, without the once-a-second time. */
  tail(count = 12): string {
    return this.entries
      .filter(({ name }) => name !== 'time')
      .slice(-count)
      .map(({ name, at, payload }) => `  ${Math.round(at)} ${name} ${JSON.stringify(payload)}`)
      .join('\n');
  }
}

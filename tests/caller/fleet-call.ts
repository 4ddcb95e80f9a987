// One call of a fleet as its owner sees it: the caller, the voice session, and all that happened.

import { CallLog, type CallOccurrences, type Occurrence, type WaitOptions } from './call-log.ts';
import type { Caller } from './caller.ts';

/** One call of a fleet. */
export class FleetCall {
  readonly index: number;
  readonly caller: Caller;
  /** What happened; its moments are readings of `performance.now()` in this process. */
  readonly log = new CallLog();
  /** When the call was asked for. */
  readonly startedAt = performance.now();
  /** Empty until the api has created the call. */
  voiceSessionId = '';
  roomName = '';
  /** Why the call never came about; null for one that did. */
  failure: string | null = null;
  readonly #failed = Promise.withResolvers<void>();

  constructor(index: number, caller: Caller) {
    this.index = index;
    this.caller = caller;
  }

  /** Notes that the call did not come about. */
  fail(message: string): void {
    this.failure ??= message;
    this.#failed.resolve();
  }

  /** Resolves when the call has not come about. */
  get failed(): Promise<void> {
    return this.#failed.promise;
  }

  /** Waits for something to happen; see {@link CallLog.waitFor}. */
  waitFor<Name extends keyof CallOccurrences>(
    name: Name,
    options?: WaitOptions<Name>,
  ): Promise<Occurrence<Name>> {
    return this.log.waitFor(name, options);
  }

  /** Waits until time is being counted, from the moment `after` on. */
  counting(options: { after?: number; timeoutMs?: number } = {}): Promise<Occurrence<'time'>> {
    return this.waitFor('time', { ...options, where: ({ isCounting }) => isCounting });
  }

  /** Whether the caller is still in the room. */
  get isInRoom(): boolean {
    return this.log.last('joined') !== undefined && this.log.last('disconnected') === undefined;
  }

  /** How long from asking for the call to the first counted moment; null before it. */
  get countingAfterMs(): number | null {
    const first = this.log.all('time').find(({ payload }) => payload.isCounting);
    return first ? Math.round(first.at - this.startedAt) : null;
  }

  /**
   * When the caller was first told, at or after `from`, that something is wrong or over; null while
   * they know nothing.
   */
  toldAt(from: number): number | null {
    const told = this.log.entries.find(
      ({ name, at, payload }) =>
        at >= from &&
        (name === 'agentLost' ||
          name === 'disconnected' ||
          (name === 'event' && 'type' in payload && payload.type === 'ended')),
    );
    return told?.at ?? null;
  }

  /** Hangs up as the web client does: by the api. Throws when it cannot be reached. */
  async hangUp(): Promise<void> {
    const { error } = await this.caller.client.voiceSessions.end(this.voiceSessionId);
    if (error) throw new Error(`Hanging up failed: ${error.message}`);
  }
}

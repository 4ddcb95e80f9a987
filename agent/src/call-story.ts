// Adds what a job sees to the durable story of its call: in batches, each event once, bounded.
import type { Logger } from '@mindbot/platform/logging';
import { noteInTrace } from '@mindbot/platform/tracing';
import type { CallClock } from './call-clock.ts';
import type { Ledger } from './ledger.ts';

const BATCH_DELAY_MS = 1_000;
const BATCH_EVENTS = 50;
const RETRY_MS = 3_000;
/** A job that has more to tell is in a loop; the ledger keeps 300 lines a call. */
const MAX_EVENTS = 200;
const FINAL_ATTEMPTS = 3;
const MAX_TEXT_CHARACTERS = 160;

/** What an agent may tell. */
export type StoryKind =
  | 'joined'
  | 'first_audio'
  | 'paused'
  | 'resumed'
  | 'provider_down'
  | 'provider_up'
  | 'tool_failed'
  | 'report_failed'
  | 'report_recovered'
  | 'session_failed'
  | 'goodbye'
  | 'overshot';

/** Figures and words of the trade: never what was said. */
export type StoryDetail = Record<string, string | number | boolean>;

/** What a story needs. */
export interface StoryOptions {
  ledger: Pick<Ledger, 'recordEvents'>;
  clock: CallClock;
  logger: Logger;
}

/**
 * An error in so many words, without what a provider may have quoted of its input: nothing in
 * quotation marks, no address, no long number.
 */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '')
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\d[\d\s().-]{4,}\d/g, '…')
    .slice(0, MAX_TEXT_CHARACTERS);
}

/** The story as one job tells it. */
export class CallStory {
  private readonly options: StoryOptions;
  private sequence = 0;
  private pending: { sequence: number; atMs: number; kind: StoryKind; detail: StoryDetail }[] = [];
  private cancelTimer: (() => void) | null = null;
  private saving: Promise<boolean> = Promise.resolve(true);
  private isClosed = false;

  constructor(options: StoryOptions) {
    this.options = options;
  }

  /** Notes that something happened now. */
  add(kind: StoryKind, detail: StoryDetail = {}): void {
    if (this.isClosed || this.sequence >= MAX_EVENTS) return;
    this.sequence += 1;
    const atMs = this.options.clock.nowMs();
    this.pending.push({ sequence: this.sequence, atMs, kind, detail });
    noteInTrace(kind, detail);
    this.saveIn(BATCH_DELAY_MS);
  }

  /** Saves what is left; resolves when it is saved or was tried often enough. */
  async close(): Promise<void> {
    this.cancelTimer?.();
    for (let attempt = 1; !(await this.save()) && attempt < FINAL_ATTEMPTS; attempt += 1) {
      await new Promise<void>((resolve) => this.options.clock.setTimer(RETRY_MS / 3, resolve));
    }
    this.isClosed = true;
  }

  private saveIn(delayMs: number): void {
    this.cancelTimer ??= this.options.clock.setTimer(delayMs, () => {
      this.cancelTimer = null;
      void this.save();
    });
  }

  private save(): Promise<boolean> {
    this.saving = this.saving.then(() => this.saveAll());
    return this.saving;
  }

  private async saveAll(): Promise<boolean> {
    const { ledger, clock, logger } = this.options;
    while (this.pending.length > 0) {
      const batch = this.pending.slice(0, BATCH_EVENTS);
      const nowMs = clock.nowMs();
      const events = batch.map(({ atMs, ...event }) => ({
        ...event,
        agoMs: Math.round(nowMs - atMs),
      }));
      try {
        const { outcome } = await ledger.recordEvents(events);
        if (outcome !== 'saved') logger.debug({ outcome }, 'story of the call was refused');
        this.pending = this.pending.slice(batch.length);
      } catch (error) {
        logger.debug({ err: error }, 'story of the call not saved yet');
        if (!this.isClosed) this.saveIn(RETRY_MS);
        return false;
      }
    }
    return true;
  }
}

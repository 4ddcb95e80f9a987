// Saves what was said, in order, in batches, until it is saved or the call is over for good.
import { type llm, voice } from '@livekit/agents';
import type { Logger } from '@mindbot/platform/logging';
import type { CallClock } from './call-clock.ts';
import type { Ledger, TranscriptItem } from './ledger.ts';

const BATCH_DELAY_MS = 1_000;
const BATCH_ITEMS = 100;
const RETRY_MS = 3_000;
/** At the end of a call saving is tried this often. */
const FINAL_ATTEMPTS = 5;
/** More is not a conversation; the ledger keeps 2,000 lines a call. */
const MAX_ITEMS = 2_000;
const MAX_TEXT_CHARACTERS = 8_000;

/** What a transcript needs. */
export interface TranscriptOptions {
  ledger: Pick<Ledger, 'addTranscriptItems'>;
  clock: CallClock;
  logger: Logger;
  /** The position of the first line, after those of earlier jobs of the same call. */
  firstPosition: number;
  /** The length of a sentence the agent said on its own, null for the model's. */
  lengthMsOf: (text: string) => number | null;
}

/** The words of `text` that fit into the part of its length that was heard. */
export function spokenPart(text: string, heardMs: number, lengthMs: number): string {
  const words = text.split(/\s+/).filter(Boolean);
  const share = lengthMs <= 0 ? 0 : Math.min(1, Math.max(0, heardMs / lengthMs));
  return words.slice(0, Math.round(words.length * share)).join(' ');
}

/** The transcript of one job. */
export class Transcript {
  private readonly options: TranscriptOptions;
  private position: number;
  private pending: TranscriptItem[] = [];
  private cancelTimer: (() => void) | null = null;
  private saving: Promise<boolean> = Promise.resolve(true);
  private isClosed = false;

  constructor(options: TranscriptOptions) {
    this.options = options;
    this.position = options.firstPosition;
  }

  /** Takes down everything that is committed to the session's conversation from now on. */
  follow(session: voice.AgentSession): void {
    const { ConversationItemAdded, FunctionToolsExecuted } = voice.AgentSessionEventTypes;
    session.on(ConversationItemAdded, ({ item }) => {
      if (item.type === 'message') this.addMessage(item);
    });
    session.on(FunctionToolsExecuted, ({ functionCalls }) => {
      for (const { callId, name, createdAt } of functionCalls) {
        this.add({ itemId: `tool_${callId}`, speaker: 'tool', text: name, createdAt });
      }
    });
  }

  /** Adds a committed message; of an interrupted one only the words that were heard. */
  addMessage(message: llm.ChatMessage): void {
    const speaker = message.role === 'user' ? 'user' : 'agent';
    if (message.role !== 'user' && message.role !== 'assistant') return;
    const said = message.textContent?.trim() ?? '';
    const lengthMs = message.interrupted ? this.options.lengthMsOf(said) : null;
    const { startedSpeakingAt, stoppedSpeakingAt } = message.metrics;
    // Without a first sound, as when synthesis failed, nobody heard it.
    if (speaker === 'agent' && startedSpeakingAt === undefined) return;
    const heardMs = ((stoppedSpeakingAt ?? 0) - (startedSpeakingAt ?? 0)) * 1_000;
    this.add({
      itemId: message.id,
      speaker,
      text: lengthMs === null ? said : spokenPart(said, heardMs, lengthMs),
      wasInterrupted: message.interrupted,
      createdAt: message.createdAt,
    });
  }

  /** Saves what is left; resolves when it is saved or was tried often enough. */
  async close(): Promise<void> {
    this.cancelTimer?.();
    for (let attempt = 0; attempt < FINAL_ATTEMPTS; attempt += 1) {
      if (await this.flush()) break;
      await new Promise<void>((resolve) => this.options.clock.setTimer(RETRY_MS / 3, resolve));
    }
    this.isClosed = true;
    if (this.pending.length > 0) {
      this.options.logger.error({ lost: this.pending.length }, 'transcript could not be saved');
    }
  }

  private add(item: {
    itemId: string;
    speaker: TranscriptItem['speaker'];
    text: string;
    wasInterrupted?: boolean;
    createdAt: number;
  }): void {
    if (item.text === '' || this.isClosed || this.position >= MAX_ITEMS) return;
    this.pending.push({
      itemId: item.itemId.slice(0, 128),
      position: this.position,
      speaker: item.speaker,
      // Postgres keeps no NUL characters.
      text: item.text.replaceAll('\0', '').slice(0, MAX_TEXT_CHARACTERS),
      wasInterrupted: item.wasInterrupted ?? false,
      spokenAt: new Date(item.createdAt).toISOString(),
    });
    this.position += 1;
    this.flushIn(BATCH_DELAY_MS);
  }

  private flushIn(delayMs: number): void {
    this.cancelTimer ??= this.options.clock.setTimer(delayMs, () => {
      this.cancelTimer = null;
      void this.flush();
    });
  }

  /** Saves one batch after the other, never two at once; false when the ledger did not answer. */
  flush(): Promise<boolean> {
    this.saving = this.saving.then(() => this.saveAll());
    return this.saving;
  }

  private async saveAll(): Promise<boolean> {
    while (this.pending.length > 0) {
      const batch = this.pending.slice(0, BATCH_ITEMS);
      try {
        const { outcome } = await this.options.ledger.addTranscriptItems(batch);
        if (outcome !== 'saved') {
          this.options.logger.warn({ outcome, lines: batch.length }, 'transcript was refused');
        }
        this.pending = this.pending.slice(batch.length);
      } catch (error) {
        this.options.logger.warn({ err: error }, 'transcript not saved yet');
        if (!this.isClosed) this.flushIn(RETRY_MS);
        return false;
      }
    }
    return true;
  }
}

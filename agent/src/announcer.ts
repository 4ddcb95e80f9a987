// Says what the agent says on its own account, and knows how long each sentence takes.
import type { tts, voice } from '@livekit/agents';
import type { Logger } from '@mindbot/platform/logging';
import type { GoodbyeKind } from './meter-types.ts';
import { phrases } from './phrases.ts';
import { type PreparedSpeech, prepareSpeech } from './prepared-speech.ts';

/** A goodbye that cannot be measured is taken to last this long. */
const UNKNOWN_GOODBYE_MS = 4_500;
/** Lengths of this many own sentences are remembered, for transcripts of interrupted ones. */
const REMEMBERED_LENGTHS = 20;

type Session = Pick<voice.AgentSession, 'say' | 'interrupt'>;

/** How a sentence is said. */
export interface SayOptions {
  /** False for what must be heard to its end. Default true. */
  canBeInterrupted?: boolean;
  /** True to stop whatever the agent is saying first. Default false. */
  replacesSpeech?: boolean;
}

/** The agent's own voice in one call. Nothing here throws: a sentence lost is only logged. */
export class Announcer {
  private readonly voice: tts.TTS;
  private readonly logger: Logger;
  private session: Session | null = null;
  private readonly goodbyes = new Map<GoodbyeKind, PreparedSpeech>();
  private readonly lengthsMs = new Map<string, number>();
  private isSilenced = false;

  constructor(voice: tts.TTS, logger: Logger) {
    this.voice = voice;
    this.logger = logger;
  }

  /** From now on sentences are heard. */
  attach(session: Session): void {
    this.session = session;
  }

  /** Starts to synthesize what will be said in a moment. */
  prepare(text: string): PreparedSpeech {
    const prepared = prepareSpeech(this.voice, text);
    prepared.durationMs.then(
      (lengthMs) => this.rememberLength(text.trim(), lengthMs),
      (error) => this.logger.warn({ err: error }, 'a sentence could not be prepared'),
    );
    return prepared;
  }

  /** Says a sentence; resolves when it was heard, stopped, or could not be said. */
  async say(what: string | PreparedSpeech, options: SayOptions = {}): Promise<void> {
    if (this.isSilenced || this.session === null) return;
    const prepared = typeof what === 'string' ? this.prepare(what) : what;
    try {
      if (options.replacesSpeech) this.stopCurrent();
      const speech = this.session.say(prepared.text, {
        allowInterruptions: options.canBeInterrupted ?? true,
        ...(prepared.hasFailed() ? {} : { audio: prepared.frames() }),
      });
      await speech.waitForPlayout();
    } catch (error) {
      this.logger.warn({ err: error }, 'a sentence could not be said');
    }
  }

  /** Makes a goodbye ready once; resolves with its length in milliseconds. */
  async prepareGoodbye(kind: GoodbyeKind): Promise<number> {
    let prepared = this.goodbyes.get(kind);
    if (prepared === undefined || prepared.hasFailed()) {
      prepared = this.prepare(phrases.goodbye[kind]);
      this.goodbyes.set(kind, prepared);
    }
    return prepared.durationMs.catch(() => UNKNOWN_GOODBYE_MS);
  }

  /** Says the goodbye in place of everything else; it cannot be interrupted by the caller. */
  sayGoodbye(kind: GoodbyeKind): Promise<void> {
    const prepared = this.goodbyes.get(kind);
    const what = prepared && !prepared.hasFailed() ? prepared : phrases.goodbye[kind];
    return this.say(what, { canBeInterrupted: false, replacesSpeech: true });
  }

  /** Stops all speech now, goodbyes included. */
  stop(): void {
    try {
      this.session?.interrupt({ force: true });
    } catch (error) {
      this.logger.debug({ err: error }, 'there was no speech to stop');
    }
  }

  /** Stops all speech and says nothing any more. */
  silence(): void {
    this.stop();
    this.isSilenced = true;
  }

  /** The length of one of the agent's own sentences, null when the sentence was the model's. */
  lengthMsOf(text: string): number | null {
    return this.lengthsMs.get(text) ?? null;
  }

  private stopCurrent(): void {
    try {
      this.session?.interrupt();
    } catch {
      // The current sentence must be heard to its end; the next one follows it.
    }
  }

  private rememberLength(text: string, lengthMs: number): void {
    this.lengthsMs.set(text, lengthMs);
    if (this.lengthsMs.size <= REMEMBERED_LENGTHS) return;
    const [oldest] = this.lengthsMs.keys();
    if (oldest !== undefined) this.lengthsMs.delete(oldest);
  }
}

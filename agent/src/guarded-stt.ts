// Speech recognition with a timeout and a second try, whose failures are told instead of hidden.
// The plugin waits for ever, and the framework's adapter only logs an error: a caller whose words
// are lost that way would pay for talking to nobody.
import { APIConnectionError, type AudioBuffer, stt } from '@livekit/agents';
import { inSpan } from '@mindbot/platform/tracing';
import { traceparentOfTurn } from './user-turns.ts';

const ATTEMPTS = 2;
const ATTEMPT_TIMEOUT_MS = 6_000;

/** The sandbox's word for a machine on which nothing can be recognized: a fact, not a failure. */
const NO_RECOGNIZER_CODE = 'no_recognizer';

/** Hears how each recognition went; `retry` repeats the failed one. */
export interface RecognitionWatcher {
  /** Something was said that must be recognized before it can be answered. */
  asked: () => void;
  /** It is over, however it went; after `failed`, when it did. */
  answered: () => void;
  succeeded: () => void;
  failed: (error: Error, retry: () => Promise<unknown>) => void;
  /** There is no recognizer at all: callers can only type. */
  unavailable: () => void;
}

const NOTHING_HEARD: stt.SpeechEvent = { type: stt.SpeechEventType.FINAL_TRANSCRIPT };

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** A recognizer of whole utterances. */
export class GuardedStt extends stt.STT {
  override label = 'mindbot.GuardedStt';
  private readonly inner: stt.STT;
  private readonly watcher: RecognitionWatcher;

  constructor(inner: stt.STT, watcher: RecognitionWatcher) {
    super({ streaming: false, interimResults: false });
    this.inner = inner;
    this.watcher = watcher;
    inner.on('metrics_collected', (metrics) => this.emit('metrics_collected', metrics));
  }

  override get model(): string {
    return this.inner.model;
  }

  override get provider(): string {
    return this.inner.provider;
  }

  /** Recognizes once, telling nobody of a failure: for a guess that may be thrown away. */
  guess(buffer: AudioBuffer, cancel: AbortSignal): Promise<stt.SpeechEvent> {
    this.watcher.asked();
    const answer = this.attempt(buffer, cancel, true);
    // Whoever insists after a failed guess asks before it is forgotten: that is one wait, not two.
    const forget = () => void setImmediate(() => this.watcher.answered());
    answer.then(forget, forget);
    return answer;
  }

  /** Overridden because the inner recognizer counts its usage already. */
  override recognize(buffer: AudioBuffer, cancel?: AbortSignal): Promise<stt.SpeechEvent> {
    return this._recognize(buffer, cancel);
  }

  protected override async _recognize(
    buffer: AudioBuffer,
    cancel?: AbortSignal,
  ): Promise<stt.SpeechEvent> {
    this.watcher.asked();
    try {
      return await this.insist(buffer, cancel);
    } finally {
      // Also when nobody wants to know any more: then nobody waits.
      this.watcher.answered();
    }
  }

  private async insist(buffer: AudioBuffer, cancel?: AbortSignal): Promise<stt.SpeechEvent> {
    let last: unknown;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        const event = await this.attempt(buffer, cancel);
        this.watcher.succeeded();
        return event;
      } catch (error) {
        if (cancel?.aborted) throw error;
        if (codeOf(error) === NO_RECOGNIZER_CODE) {
          this.watcher.unavailable();
          return NOTHING_HEARD;
        }
        last = error;
      }
    }
    const message = `speech recognition failed: ${String(last)}`;
    const error = new APIConnectionError({ message });
    this.watcher.failed(error, () => this.attempt(buffer));
    throw error;
  }

  override stream(): stt.SpeechStream {
    throw new Error('utterances are cut by UtteranceStt');
  }

  private attempt(
    buffer: AudioBuffer,
    cancel?: AbortSignal,
    isGuess = false,
  ): Promise<stt.SpeechEvent> {
    const timeout = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
    const signal = cancel ? AbortSignal.any([timeout, cancel]) : timeout;
    const attributes = {
      'gen_ai.operation.name': 'transcribe',
      'gen_ai.request.model': this.model,
      'gen_ai.provider.name': this.provider,
      'mindbot.is_guess': isGuess,
    };
    const options = { kind: 'client', parent: traceparentOfTurn(), attributes } as const;
    return inSpan('recognize speech', options, () => this.inner.recognize(buffer, signal));
  }
}

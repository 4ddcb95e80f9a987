// Cuts the caller's voice into utterances and recognizes each, beginning before it is sure to be over.
// It stands in for the framework's StreamAdapter, which hands on a buffer that the voice detector
// overwrites at its head before it is read, and starts to recognize only after the full silence.
import {
  type AudioBuffer,
  isStreamClosedError,
  stt,
  type VAD,
  type VADEvent,
  VADEventType,
  type VADStream,
} from '@livekit/agents';
import type { GuardedStt } from './guarded-stt.ts';
import { Utterance } from './utterance.ts';

/** How utterances are found. */
export interface UtteranceOptions {
  vad: VAD;
  /** Silence after which a guess is started, milliseconds; 0 for none. */
  guessAfterMs: number;
}

/** A streaming recognizer made of a voice detector and a recognizer of utterances. */
export class UtteranceStt extends stt.STT {
  override label = 'mindbot.UtteranceStt';
  private readonly recognizer: GuardedStt;
  private readonly options: UtteranceOptions;
  private unfinished = 0;

  constructor(recognizer: GuardedStt, options: UtteranceOptions) {
    super({ streaming: true, interimResults: false });
    this.recognizer = recognizer;
    this.options = options;
    recognizer.on('metrics_collected', (metrics) => this.emit('metrics_collected', metrics));
  }

  override get model(): string {
    return this.recognizer.model;
  }

  override get provider(): string {
    return this.recognizer.provider;
  }

  /** True while an utterance is heard or its words are not known yet. */
  get isBusy(): boolean {
    return this.unfinished > 0;
  }

  /** Counts an utterance from its first sound until its words are known. */
  utteranceBegan(): () => void {
    this.unfinished += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.unfinished -= 1;
      isOver = true;
    };
  }

  protected override _recognize(
    buffer: AudioBuffer,
    cancel?: AbortSignal,
  ): Promise<stt.SpeechEvent> {
    return this.recognizer.recognize(buffer, cancel);
  }

  override stream(): stt.SpeechStream {
    return new UtteranceStream(this, this.recognizer, this.options);
  }
}

class UtteranceStream extends stt.SpeechStream {
  override label = 'mindbot.UtteranceStream';
  private readonly owner: UtteranceStt;
  private readonly recognizer: GuardedStt;
  private readonly guessAfterMs: number;
  private readonly voice: VADStream;
  private utterance: Utterance | null = null;
  private finish: () => void = () => {};
  private recognizing: Promise<void> = Promise.resolve();

  constructor(owner: UtteranceStt, recognizer: GuardedStt, options: UtteranceOptions) {
    super(owner);
    this.owner = owner;
    this.recognizer = recognizer;
    this.guessAfterMs = options.guessAfterMs;
    this.voice = options.vad.stream();
  }

  /** Usage is counted by the recognizer; events pass through unchanged. */
  protected override async monitorMetrics(): Promise<void> {}

  override close(): void {
    this.utterance?.dropGuess();
    this.finish();
    super.close();
    try {
      this.voice.close();
    } catch (error) {
      if (!isStreamClosedError(error)) throw error;
    }
  }

  protected override async run(): Promise<void> {
    try {
      await Promise.all([this.listen(), this.follow()]);
      await this.recognizing;
    } finally {
      // Whoever reads us must learn of the end, or would wait for words for ever.
      if (!this.output.closed) this.output.close();
    }
  }

  private async listen(): Promise<void> {
    for await (const input of this.input) {
      if (typeof input === 'symbol') this.voice.flush();
      else this.voice.pushFrame(input);
    }
    try {
      this.voice.endInput();
    } catch (error) {
      if (!isStreamClosedError(error)) throw error;
    }
  }

  private async follow(): Promise<void> {
    for await (const event of this.voice) {
      if (event.type === VADEventType.START_OF_SPEECH) this.started(event);
      else if (event.type === VADEventType.INFERENCE_DONE) this.heard(event);
      else if (event.type === VADEventType.END_OF_SPEECH) this.ended(event);
    }
  }

  private started({ frames }: VADEvent): void {
    const [first] = frames;
    if (first === undefined) return;
    this.finish();
    this.finish = this.owner.utteranceBegan();
    this.utterance = new Utterance(first.sampleRate);
    this.utterance.add(frames);
    this.put({ type: stt.SpeechEventType.START_OF_SPEECH });
  }

  private heard({ frames, rawAccumulatedSilence, rawAccumulatedSpeech }: VADEvent): void {
    const { utterance } = this;
    if (utterance === null) return;
    utterance.add(frames);
    if (rawAccumulatedSpeech > 0) utterance.dropGuess();
    else if (this.guessAfterMs > 0 && rawAccumulatedSilence >= this.guessAfterMs) {
      utterance.startGuess((sound, cancel) => this.recognizer.guess(sound, cancel));
    }
  }

  private ended({ silenceDuration, inferenceDuration }: VADEvent): void {
    const { utterance } = this;
    this.utterance = null;
    if (utterance === null) return;
    const speechEndTime = Date.now() - silenceDuration - inferenceDuration;
    this.put({ type: stt.SpeechEventType.END_OF_SPEECH, speechEndTime });
    const { finish } = this;
    this.finish = () => {};
    // One after the other, so that words come out in the order they were said.
    this.recognizing = this.recognizing
      .then(() => this.recognize(utterance, speechEndTime))
      .finally(finish);
  }

  private async recognize(utterance: Utterance, speechEndTime: number): Promise<void> {
    try {
      const event =
        (await utterance.guessed()) ??
        (await this.recognizer.recognize(utterance.sound(), this.abortSignal));
      if (event.alternatives?.[0]?.text) this.put({ ...event, speechEndTime });
    } catch {
      // The recognizer has told its watcher; the caller is asked to repeat.
    }
  }

  private put(event: stt.SpeechEvent): void {
    if (!this.output.closed) this.output.put(event);
  }
}

// The sound of one utterance while it is spoken, and an early guess at its words.
import type { stt } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';

/** More is not one utterance; the voice detector keeps as much. */
const MAX_UTTERANCE_MS = 60_000;
/** Long or halting utterances are not guessed again and again: each guess costs a request. */
const MAX_GUESSED_MS = 15_000;
const MAX_GUESSES = 4;

/** Recognizes sound once; rejects when it fails or is cancelled. */
export type Guess = (sound: AudioFrame, cancel: AbortSignal) => Promise<stt.SpeechEvent>;

/** Collects the frames of one utterance. */
export class Utterance {
  private readonly chunks: Int16Array[] = [];
  private readonly sampleRate: number;
  private sampleCount = 0;
  private guesses = 0;
  private current: { cancel: AbortController; event: Promise<stt.SpeechEvent | null> } | null =
    null;

  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
  }

  get lengthMs(): number {
    return (this.sampleCount / this.sampleRate) * 1_000;
  }

  /** Takes sound in. It is copied: the voice detector writes over its buffers. */
  add(frames: readonly AudioFrame[]): void {
    for (const { data } of frames) {
      if (this.lengthMs >= MAX_UTTERANCE_MS) return;
      this.chunks.push(data.slice());
      this.sampleCount += data.length;
    }
  }

  /** The whole sound so far, as one frame. */
  sound(): AudioFrame {
    const samples = new Int16Array(this.sampleCount);
    let at = 0;
    for (const chunk of this.chunks) {
      samples.set(chunk, at);
      at += chunk.length;
    }
    return new AudioFrame(samples, this.sampleRate, 1, samples.length);
  }

  /** Starts to recognize what was said so far, unless that is being done already. */
  startGuess(guess: Guess): void {
    if (this.current !== null) return;
    if (this.guesses >= MAX_GUESSES || this.lengthMs > MAX_GUESSED_MS) return;
    this.guesses += 1;
    const cancel = new AbortController();
    const event = guess(this.sound(), cancel.signal).catch(() => null);
    this.current = { cancel, event };
  }

  /** The caller spoke on: what was guessed is not all they said. */
  dropGuess(): void {
    this.current?.cancel.abort();
    this.current = null;
  }

  /** The guess that still holds; null when there is none or it failed. */
  async guessed(): Promise<stt.SpeechEvent | null> {
    return (await this.current?.event) ?? null;
  }
}

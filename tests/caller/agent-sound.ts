// Hears the agent: how loud it was and when, so that tests can say when it spoke and when it fell silent.
import { AudioStream, type RemoteTrack } from '@livekit/rtc-node';
import { rmsOf } from '../fixtures/speech-bounds.ts';
import { SAMPLE_RATE } from '../fixtures/wav.ts';

const WINDOW_MS = 10;
/** On the 16-bit scale: above the codec's comfort noise, below any voice. */
const AUDIBLE_RMS = 200;
/** Pauses between an agent's words are shorter, the end of its speech is longer. */
const SILENCE_MS = 450;

interface Sample {
  /** When it was heard: a reading of `performance.now()`. */
  at: number;
  isAudible: boolean;
}

/** The agent's sound in one call. */
export class AgentSound {
  readonly #samples: Sample[] = [];
  readonly #listeners = new Set<() => void>();

  /** Listens to a track until it ends. */
  async listen(track: RemoteTrack): Promise<void> {
    const options = { sampleRate: SAMPLE_RATE, numChannels: 1, frameSizeMs: WINDOW_MS };
    const reader = new AudioStream(track, options).getReader();
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      this.#samples.push({ at: performance.now(), isAudible: rmsOf(frame.data) >= AUDIBLE_RMS });
      for (const listener of [...this.#listeners]) listener();
    }
  }

  /** First moment at or after `after` at which the agent is heard. */
  waitForSound(after: number, timeoutMs = 15_000): Promise<number> {
    return this.#waitFor(
      'sound',
      timeoutMs,
      () => this.#samples.find(({ at, isAudible }) => isAudible && at >= after)?.at,
    );
  }

  /**
   * Last moment at which the agent is heard before it falls silent, at or after `after`. A voice
   * without pauses may be called silent sooner than by default.
   */
  waitForSilence(after: number, timeoutMs = 15_000, silenceMs = SILENCE_MS): Promise<number> {
    return this.#waitFor('silence', timeoutMs, () => {
      const newest = this.#samples.at(-1)?.at ?? 0;
      const last = this.#samples.findLast(({ isAudible }) => isAudible)?.at ?? after;
      const isLong = newest - Math.max(last, after) >= silenceMs;
      return isLong ? Math.max(last, after) : undefined;
    });
  }

  /** How long the agent was heard from `from` to `to`, in milliseconds. */
  heardMs(from: number, to: number): number {
    const heard = this.#samples.filter(({ at, isAudible }) => isAudible && at >= from && at < to);
    return heard.length * WINDOW_MS;
  }

  #waitFor(what: string, timeoutMs: number, find: () => number | undefined): Promise<number> {
    const found = find();
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const listener = () => {
        const moment = find();
        if (moment === undefined) return;
        stop();
        resolve(moment);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`No ${what} of the agent within ${timeoutMs} ms.`));
      }, timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      this.#listeners.add(listener);
    });
  }
}

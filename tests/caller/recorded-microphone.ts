// A microphone that says recorded phrases, and knows to the millisecond when each was over.
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  type Room,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import { phraseNamed, readPhrase } from '../fixtures/phrases.ts';
import { durationMsOf, SAMPLE_RATE, samplesOf } from '../fixtures/wav.ts';

const FRAME_MS = 20;
/** The default of a second would let frames leave long after they were handed over. */
const QUEUE_MS = 60;

/** When a phrase was said, as readings of `performance.now()`. */
export interface Utterance {
  phrase: string;
  text: string;
  speechStartAt: number;
  speechEndAt: number;
}

/** The microphone of one call. */
export class RecordedMicrophone {
  readonly #source = new AudioSource(SAMPLE_RATE, 1, QUEUE_MS);
  #speaking: Promise<unknown> = Promise.resolve();

  /** Publishes the microphone in a joined room. */
  async publish(room: Room): Promise<void> {
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await room.localParticipant?.publishTrack(track, options);
  }

  /** Says a recorded phrase; phrases asked for at once are said one after the other. */
  say(name: string): Promise<Utterance> {
    const said = this.#speaking.then(() => this.#play(name));
    this.#speaking = said.catch(() => {});
    return said;
  }

  /** Sends arbitrary sound, for example silence or noise. */
  async play(samples: Int16Array): Promise<void> {
    const frameSamples = samplesOf(FRAME_MS);
    for (let start = 0; start < samples.length; start += frameSamples) {
      const data = samples.slice(start, start + frameSamples);
      await this.#source.captureFrame(new AudioFrame(data, SAMPLE_RATE, 1, data.length));
    }
    await this.#source.waitForPlayout();
  }

  /** Lets go of the native source. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  async #play(name: string): Promise<Utterance> {
    const phrase = phraseNamed(name);
    const samples = readPhrase(phrase);
    await this.play(samples);
    // Counted back from the end, which is known exactly: the start waits for room in the queue.
    const endAt = performance.now();
    const startAt = endAt - durationMsOf(samples.length);
    return {
      phrase: name,
      text: phrase.text,
      speechStartAt: startAt + phrase.speechStartMs,
      speechEndAt: startAt + phrase.speechEndMs,
    };
  }
}

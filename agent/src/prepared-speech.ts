// Speech that is synthesized before it is needed, so that it starts at once and its length is known.
import { ReadableStream } from 'node:stream/web';
import type { tts } from '@livekit/agents';
import type { AudioFrame } from '@livekit/rtc-node';

/** Audio on its way or ready. */
export interface PreparedSpeech {
  text: string;
  /** Resolves with the length in milliseconds; rejects when nothing could be synthesized. */
  durationMs: Promise<number>;
  /** All frames from the first one on; may be called more than once. */
  frames: () => ReadableStream<AudioFrame>;
  hasFailed: () => boolean;
}

/** Starts to synthesize `text` at once. */
export function prepareSpeech(voice: tts.TTS, text: string): PreparedSpeech {
  const frames: AudioFrame[] = [];
  let state: 'running' | 'done' | 'failed' = 'running';
  let wake = Promise.withResolvers<void>();
  const changed = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };

  async function synthesize(): Promise<number> {
    let lengthMs = 0;
    try {
      for await (const { frame } of voice.synthesize(text)) {
        frames.push(frame);
        lengthMs += (frame.samplesPerChannel / frame.sampleRate) * 1_000;
        changed();
      }
      if (frames.length === 0) throw new Error('no speech was synthesized');
      state = 'done';
      return lengthMs;
    } catch (error) {
      state = 'failed';
      throw error;
    } finally {
      changed();
    }
  }

  const durationMs = synthesize();
  durationMs.catch(() => undefined); // Whoever awaits it learns of the failure; nobody has to.
  return {
    text,
    durationMs,
    hasFailed: () => state === 'failed',
    frames() {
      let next = 0;
      return new ReadableStream<AudioFrame>({
        async pull(controller) {
          while (next >= frames.length && state === 'running') await wake.promise;
          const frame = frames[next];
          next += 1;
          if (frame === undefined) controller.close();
          else controller.enqueue(frame);
        },
      });
    },
  };
}

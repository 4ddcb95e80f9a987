// Speaks texts sentence by sentence, several at once, and remembers what it said lately.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { splitSentences } from './split-sentences.ts';
import type { SynthesisAnswer, SynthesisRequest } from './synthesis-thread.ts';
import { type EspeakVoice, espeakVoiceFor } from './voices.ts';

/** Turns text into sound: 16-bit PCM, one channel, {@link SYNTHESIS_RATE_HZ}. */
export type Synthesizer = {
  /** Yields each sentence's sound as soon as it is made. */
  speak: (text: string, voiceName: string, speed: number) => AsyncGenerator<Int16Array>;
  stop: () => Promise<void>;
};

/** Samples a second of everything spoken; the rate OpenAI's `pcm` has. */
export const SYNTHESIS_RATE_HZ = 24_000;

const REMEMBERED_SAMPLES_MAX = 20 * 60 * SYNTHESIS_RATE_HZ;
const REMEMBERED_TEXT_MAX = 300;

type Waiting = PromiseWithResolvers<Int16Array>;

/** One thread, started anew when it dies. */
function startThread() {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isStopping = false;
  let worker: Worker;
  const start = () => {
    worker = new Worker(join(import.meta.dirname, 'synthesis-thread.ts'));
    worker.unref();
    worker.on('message', ({ id, pcm16, error }: SynthesisAnswer) => {
      const entry = waiting.get(id);
      waiting.delete(id);
      if (pcm16) entry?.resolve(pcm16);
      else entry?.reject(new Error(`The synthesizer failed: ${error}`));
    });
    worker.on('error', () => {}); // Followed by its exit.
    worker.once('exit', () => {
      for (const entry of waiting.values()) entry.reject(new Error('The synthesizer ended.'));
      waiting.clear();
      if (!isStopping) start();
    });
  };
  start();
  return {
    pendingCount: () => waiting.size,
    synthesize: (text: string, voice: EspeakVoice, speed: number): Promise<Int16Array> => {
      lastId += 1;
      const entry: Waiting = Promise.withResolvers();
      waiting.set(lastId, entry);
      worker.postMessage({ id: lastId, text, voice, speed } satisfies SynthesisRequest);
      return entry.promise;
    },
    stop: async () => {
      isStopping = true;
      await worker.terminate();
    },
  };
}

/** Starts `threadCount` threads; they live until stopped and never keep the process alive. */
export function startSynthesizer(threadCount = 2): Synthesizer {
  const threads = Array.from({ length: threadCount }, startThread);
  const remembered = new Map<string, Int16Array>();
  let rememberedSamples = 0;

  const remember = (key: string, pcm16: Int16Array) => {
    remembered.set(key, pcm16);
    rememberedSamples += pcm16.length;
    for (const [oldest, sound] of remembered) {
      if (rememberedSamples <= REMEMBERED_SAMPLES_MAX) break;
      remembered.delete(oldest);
      rememberedSamples -= sound.length;
    }
  };

  const sentence = async (text: string, voiceName: string, speed: number): Promise<Int16Array> => {
    const voice = espeakVoiceFor(voiceName);
    const key = JSON.stringify([voice, speed, text]);
    const known = remembered.get(key);
    if (known) {
      // Moved to the end: the map's order is from least to most recently used.
      remembered.delete(key);
      remembered.set(key, known);
      return known;
    }
    const [idlest] = threads.toSorted((a, b) => a.pendingCount() - b.pendingCount());
    if (!idlest) throw new Error('There is no synthesizer.');
    const pcm16 = await idlest.synthesize(text, voice, speed);
    if (text.length <= REMEMBERED_TEXT_MAX && !remembered.has(key)) remember(key, pcm16);
    return pcm16;
  };

  return {
    async *speak(text, voiceName, speed) {
      const [first, ...others] = splitSentences(text);
      let next = first === undefined ? undefined : sentence(first, voiceName, speed);
      while (next) {
        const pcm16 = await next;
        const following = others.shift();
        // Made while the one before it is on its way.
        next = following === undefined ? undefined : sentence(following, voiceName, speed);
        next?.catch(() => {}); // Thrown where it is awaited; the listener may be gone by then.
        yield pcm16;
      }
    },
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

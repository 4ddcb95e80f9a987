// Speaks one sentence at a time with espeak-ng, in a thread so that the server keeps answering.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { trimSilence } from '../audio/loudness.ts';
import { resample } from '../audio/resample.ts';
import { decodeWav, toPcm16 } from '../audio/wav.ts';
import type { EspeakVoice } from './voices.ts';

/** What the thread is asked for. */
export type SynthesisRequest = { id: number; text: string; voice: EspeakVoice; speed: number };
/** What it answers. */
export type SynthesisAnswer = { id: number; pcm16?: Int16Array; error?: string };

/** The shape of what `text2wav` compiled espeak-ng into (Emscripten, before modules). */
type EspeakModule = {
  arguments: string[];
  instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
  postRun: () => void;
  print: () => void;
  printErr: (line: string) => void;
  onAbort: (reason: unknown) => void;
  FS?: {
    unmount: (path: string) => void;
    root: { contents: Record<string, { contents: Uint8Array } | undefined> };
  };
};

const OUTPUT_RATE_HZ = 24_000;
const LEAD_SILENCE_MS = 10;
/** A breath; espeak's own 300 ms after every sentence make it sound hesitant. */
const TAIL_SILENCE_MS = 160;

// The package's own entry compiles the engine anew for every sentence (80 to 120 ms here); compiled
// once and instantiated for each, a sentence takes 30.
const require = createRequire(import.meta.url);
const runEspeak: (module: EspeakModule) => void = require('text2wav/lib/espeak-ng.js');
const engine = new WebAssembly.Module(readFileSync(require.resolve('text2wav/lib/espeak-ng.wasm')));

/** Each run of the engine listens to the thread's errors for ever, and so would stay in memory. */
function forgetListenersOfEngine(): void {
  process.removeAllListeners('uncaughtException');
  process.removeAllListeners('unhandledRejection');
}

function synthesize({ text, voice, speed }: SynthesisRequest): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const complaints: string[] = [];
    const wordsPerMinute = Math.round(voice.wordsPerMinute * speed);
    const module: EspeakModule = {
      // Text that begins with a dash would be read as an option; after a space it is text.
      arguments: [
        ...['-w', 'wav.wav', '-v', voice.voice, '-p', String(voice.pitch)],
        ...['-s', String(wordsPerMinute), ` ${text}`],
      ],
      instantiateWasm: (imports, done) => {
        // At once would be before the engine has mounted its files.
        setImmediate(() => done(new WebAssembly.Instance(engine, imports), engine));
        return {};
      },
      postRun: () => {
        const wav = module.FS?.root.contents['wav.wav']?.contents;
        module.FS?.unmount('/usr/share');
        if (wav) resolve(new Uint8Array(wav));
        else reject(new Error(complaints.join(' ') || 'espeak-ng made no sound.'));
      },
      print: () => {},
      printErr: (line) => complaints.push(line),
      onAbort: (reason) => reject(new Error(String(reason))),
    };
    runEspeak(module);
  });
}

async function answer(request: SynthesisRequest): Promise<SynthesisAnswer> {
  try {
    const { samples, sampleRateHz } = decodeWav(await synthesize(request));
    const silence = { leadMs: LEAD_SILENCE_MS, tailMs: TAIL_SILENCE_MS };
    const trimmed = trimSilence(samples, sampleRateHz, silence);
    const pcm16 = toPcm16(resample(trimmed, sampleRateHz, OUTPUT_RATE_HZ));
    return { id: request.id, pcm16 };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  } finally {
    forgetListenersOfEngine();
  }
}

parentPort?.on('message', async (request: SynthesisRequest) => {
  const result = await answer(request);
  parentPort?.postMessage(result, result.pcm16 ? [result.pcm16.buffer as ArrayBuffer] : []);
});

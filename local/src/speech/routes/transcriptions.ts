// `POST /v1/audio/transcriptions`: speech in, text out.
import type { Hono } from 'hono';
import { decodeWav, UnreadableSoundError } from '../audio/wav.ts';
import { OpenAiError } from '../openai-error.ts';
import type { SpeechServices } from '../services.ts';

const LONGEST_SECONDS = 120;

/** Adds the route. */
export function addTranscriptions(app: Hono, services: SpeechServices): void {
  app.post('/v1/audio/transcriptions', async (context) => {
    await services.disturbances.before('stt', context.req.raw.signal);
    const form = await context.req.parseBody().catch(() => {
      throw new OpenAiError(400, 'The body is not multipart/form-data.');
    });
    const { file, response_format: format = 'json' } = form;
    if (!(file instanceof File)) throw new OpenAiError(400, 'file: required', { param: 'file' });
    if (format !== 'json' && format !== 'text' && format !== 'verbose_json') {
      const message = 'response_format: the sandbox knows json, verbose_json and text';
      throw new OpenAiError(400, message, { param: 'response_format' });
    }
    if (!services.recognizer) {
      const message =
        'The sandbox understands typed text only: it found no Python with PocketSphinx.';
      throw new OpenAiError(503, message, { code: 'no_recognizer' });
    }
    const startedAtMs = performance.now();
    const sound = readSound(new Uint8Array(await file.arrayBuffer()));
    const text = await services.recognizer.recognize(sound);
    services.disturbances.note('stt', startedAtMs);
    context.header('openai-processing-ms', String(Math.round(performance.now() - startedAtMs)));
    if (format === 'text') return context.text(`${text}\n`);
    if (format === 'json') return context.json({ text });
    const duration = sound.samples.length / sound.sampleRateHz;
    return context.json({ task: 'transcribe', language: 'english', duration, text, segments: [] });
  });
}

function readSound(bytes: Uint8Array) {
  try {
    const sound = decodeWav(bytes);
    if (sound.samples.length <= LONGEST_SECONDS * sound.sampleRateHz) return sound;
    const message = `The sandbox hears at most ${LONGEST_SECONDS} seconds at once.`;
    throw new OpenAiError(400, message, { code: 'audio_too_long', param: 'file' });
  } catch (error) {
    if (!(error instanceof UnreadableSoundError)) throw error;
    throw new OpenAiError(400, error.message, { code: 'invalid_audio', param: 'file' });
  }
}

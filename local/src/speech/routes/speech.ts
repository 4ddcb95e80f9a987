// `POST /v1/audio/speech`: text in, speech out, sentence by sentence.
import type { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import { wavHeader } from '../audio/wav.ts';
import { readJson } from '../read-json.ts';
import type { SpeechServices } from '../services.ts';
import { SYNTHESIS_RATE_HZ } from '../synthesis/synthesizer.ts';

const requestSchema = z.object({
  input: z.string().min(1).max(4096),
  model: z.string(),
  voice: z.string().default('alloy'),
  response_format: z.enum(['pcm', 'wav'], 'the sandbox knows pcm and wav').default('wav'),
  speed: z.number().min(0.25).max(4).default(1),
});

/** A length nobody reaches: how a WAV file is written whose length is not known yet. */
const UNKNOWN_BYTES = 0x7fff_0000;

/** Adds the route. */
export function addSpeech(app: Hono, services: SpeechServices): void {
  app.post('/v1/audio/speech', async (context) => {
    const request = await readJson(context, requestSchema);
    await services.disturbances.before('tts', context.req.raw.signal);
    const startedAtMs = performance.now();
    const sentences = services.synthesizer.speak(request.input, request.voice, request.speed);
    // The first one is awaited here, so that a failure is still an answer and not a broken stream.
    const first = await sentences.next();
    services.disturbances.note('tts', startedAtMs);
    context.header('openai-processing-ms', String(Math.round(performance.now() - startedAtMs)));
    const isWav = request.response_format === 'wav';
    context.header('Content-Type', isWav ? 'audio/wav' : 'audio/pcm');
    return stream(context, async (output) => {
      if (isWav) await output.write(wavHeader(SYNTHESIS_RATE_HZ, UNKNOWN_BYTES));
      for (let next = first; !next.done && !output.aborted; next = await sentences.next()) {
        const { buffer, byteOffset, byteLength } = next.value;
        // Copied by the view: the sound stays in memory for the next who wants it said.
        await output.write(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
      }
    });
  });
}

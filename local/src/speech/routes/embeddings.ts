// `POST /v1/embeddings`: texts in, vectors out, the same ones each time.
import type { Hono } from 'hono';
import { z } from 'zod';
import { DEFAULT_DIMENSIONS, embed } from '../embedding.ts';
import { readJson } from '../read-json.ts';

const text = z.string().min(1).max(32_000);
const requestSchema = z.object({
  input: z.union([text, z.array(text).min(1).max(2048)]),
  model: z.string(),
  dimensions: z.int().min(8).max(3072).default(DEFAULT_DIMENSIONS),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** Adds the route. */
export function addEmbeddings(app: Hono): void {
  app.post('/v1/embeddings', async (context) => {
    const request = await readJson(context, requestSchema);
    const inputs = Array.isArray(request.input) ? request.input : [request.input];
    const tokens = inputs.reduce((sum, input) => sum + Math.ceil(input.length / 4), 0);
    return context.json({
      object: 'list',
      data: inputs.map((input, index) => {
        const vector = embed(input, request.dimensions);
        const isBase64 = request.encoding_format === 'base64';
        const embedding = isBase64
          ? Buffer.from(new Float32Array(vector).buffer).toString('base64')
          : vector;
        return { object: 'embedding', index, embedding };
      }),
      model: request.model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  });
}

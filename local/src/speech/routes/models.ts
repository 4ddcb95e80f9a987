// `GET /v1/models`: the names under which the sandbox answers; it takes any other name as well.
import type { Hono } from 'hono';
import { OpenAiError } from '../openai-error.ts';

const MODELS = ['sandbox-chat', 'sandbox-transcribe', 'sandbox-speech', 'sandbox-embedding'];
const modelNamed = (id: string) => ({
  id,
  object: 'model',
  created: 0,
  owned_by: 'mindbot-sandbox',
});

/** Adds the routes. */
export function addModels(app: Hono): void {
  app.get('/v1/models', (context) =>
    context.json({ object: 'list', data: MODELS.map(modelNamed) }),
  );
  app.get('/v1/models/:id', (context) => {
    const id = context.req.param('id');
    if (MODELS.includes(id)) return context.json(modelNamed(id));
    throw new OpenAiError(404, `There is no model ${id}.`, { type: 'not_found_error' });
  });
}

// What only the sandbox has: ordered faults and measured times. Both exist for tests and benches.
import type { Hono } from 'hono';
import { faultSchema } from '../disturbances.ts';
import { readJson } from '../read-json.ts';
import type { SpeechServices } from '../services.ts';

/** Adds the routes. */
export function addSandbox(app: Hono, { disturbances }: SpeechServices): void {
  app.post('/sandbox/faults', async (context) => {
    disturbances.set(await readJson(context, faultSchema));
    return context.body(null, 204);
  });
  app.delete('/sandbox/faults', (context) => {
    disturbances.clear();
    return context.body(null, 204);
  });
  app.get('/sandbox/timings', (context) => context.json({ timings: disturbances.timings() }));
}

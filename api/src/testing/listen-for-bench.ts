// Servers to measure the api against: the least Hono can do, and one signed token.
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { VoiceTokens } from '../voice/voice-tokens.ts';

/** A Hono app that answers a constant at `/hello`, and signs a join token at `/token`. */
export function createBareApp(voiceTokens: Pick<VoiceTokens, 'signJoinToken'>): Hono {
  const app = new Hono();
  app.get('/hello', (c) => c.json({ hello: 'world' }));
  app.post('/token', async (c) => c.json(await voiceTokens.signJoinToken('user', 'room'), 201));
  return app;
}

/** Serves an app on a free port of this machine, and answers the port. */
export async function listenOnFreePort(app: {
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'];
}): Promise<number> {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

// Serves an app on a port of this machine, for tests in which somebody else calls the api.
import { createAdaptorServer } from '@hono/node-server';

/** A listening app. */
export interface Listening {
  close(): Promise<void>;
}

/** Resolves when the app listens on the port of loopback. */
export async function listen(
  app: { fetch: Parameters<typeof createAdaptorServer>[0]['fetch'] },
  port: number,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

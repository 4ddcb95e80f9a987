// The sandbox's web server: Stripe's API, the pages a payer sees, and the tests' orders.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isLoopbackHost } from '../loopback-host.ts';
import { addApi } from './api/add-api.ts';
import type { Control } from './control.ts';
import { addControl } from './control-routes.ts';
import { addDashboard } from './pages/add-dashboard.ts';
import { addPages } from './pages/add-pages.ts';
import { addPortal } from './pages/add-portal.ts';
import type { RequestLog } from './request-log.ts';
import type { World } from './world.ts';

/** What the server stands on. */
export type AppOptions = {
  world: World;
  control: Control;
  requestLog: RequestLog;
  secretKey: string;
  /** Origins that may show the pay page in a frame, and are told when it is done. */
  embedders: readonly string[];
  onBug: (error: unknown) => void;
};

const BODY_BYTES_MAX = 1024 * 1024;

/** The server's routes; it listens nowhere by itself. */
export function createSandboxApp(options: AppOptions): Hono {
  const app = new Hono();
  const { world, onBug } = options;
  app.onError((error, context) => {
    onBug(error);
    return context.json({ error: { message: 'The sandbox has a bug.', type: 'api_error' } }, 500);
  });
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.use(async (context, next) => {
    // A stranger's page may point a name of its own at this machine.
    if (!isLoopbackHost(context.req.url)) {
      return context.text('The sandbox answers on this machine only.', 403);
    }
    await next();
    world.store.commit();
  });
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }));
  addApi(app, options);
  addControl(app, options);
  addPages(app, options);
  addPortal(app, options);
  addDashboard(app, options);
  return app;
}

// Stands in for Stripe on machines without a key: the real `stripe` SDK talks to it.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PortTakenError } from '../port-taken.ts';
import { createSandboxApp } from './app.ts';
import { type Control, createControl } from './control.ts';
import { Deliveries, type Endpoint } from './deliveries.ts';
import { expireDueSessions } from './engine/checkout.ts';
import { settleDueRefunds } from './engine/refunds.ts';
import { runDue } from './engine/timeline.ts';
import { recordEvent } from './events.ts';
import { createRequestLog } from './request-log.ts';
import { openStore } from './store.ts';
import type { World } from './world.ts';

/** How to run a sandbox. */
export type StripeSandboxOptions = {
  /** A free one by default. */
  port?: number;
  secretKey?: string;
  /** Where events go; without it they can only be listed. */
  webhook?: Endpoint;
  /** Where it remembers; null or nothing: in memory alone. */
  dataFile?: string | null;
  /** The service's own address, which may show the pay page in a frame. */
  publicUrl?: string;
  /** More origins that may. */
  embedders?: readonly string[];
  /** Told what went wrong on the way to the endpoint. */
  onProblem?: (text: string) => void;
  /** Told of bugs of the sandbox itself. */
  onBug?: (error: unknown) => void;
};

/** A running sandbox. */
export type StripeSandbox = {
  url: string;
  secretKey: string;
  control: Control;
  stop: () => Promise<void>;
};

/** The key the api uses when nobody chose one. It opens nothing. */
export const sandboxSecretKey = 'sk_test_mindbot_sandbox';

const TICK_MS = 500;

function createWorld(dataFile: string | null, url: string, onEvent: (id: string) => void): World {
  const store = openStore(dataFile);
  const now = () => Math.floor(Date.now() / 1_000);
  const aheadMs = () => store.billingClocks.get('billing')?.aheadMs ?? 0;
  const world: World = {
    store,
    url,
    now,
    billingNow: () => now() + Math.floor(aheadMs() / 1_000),
    request: null,
    emit: (type, object, previous) => onEvent(recordEvent(world, type, object, previous).id),
  };
  return world;
}

/** The origins of these addresses; this machine by both of its names. */
function embeddersOf(addresses: readonly (string | undefined)[]): string[] {
  const origins = addresses.flatMap((address) => {
    if (!address) return [];
    const { origin } = new URL(address);
    const other = origin.includes('//localhost')
      ? origin.replace('//localhost', '//127.0.0.1')
      : origin.replace('//127.0.0.1', '//localhost');
    return [origin, other];
  });
  return [...new Set(origins)];
}

/** What happens by itself as time goes by. */
function tick(world: World): void {
  expireDueSessions(world);
  settleDueRefunds(world);
  runDue(world);
  world.store.commit();
}

/**
 * Starts the sandbox on loopback.
 * @throws {PortTakenError} when the port is in use.
 */
export async function startStripeSandbox(
  options: StripeSandboxOptions = {},
): Promise<StripeSandbox> {
  const { secretKey = sandboxSecretKey, onProblem = () => {} } = options;
  const onBug = options.onBug ?? ((error: unknown) => console.error(error));
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) });
  server.listen(options.port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PortTakenError(`Port ${options.port} is taken; the Stripe sandbox needs it.`);
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world = createWorld(options.dataFile ?? null, url, (id) => deliveries.add(id));
  const deliveries = new Deliveries(world.store, options.webhook ?? null, onProblem);
  const requestLog = createRequestLog();
  const control = createControl(world, deliveries, requestLog);
  const embedders = embeddersOf([options.publicUrl, ...(options.embedders ?? [])]);
  const app = createSandboxApp({ world, control, requestLog, secretKey, embedders, onBug });
  deliveries.wake();
  const timer = setInterval(() => tick(world), TICK_MS);
  timer.unref();
  const stop = async () => {
    clearInterval(timer);
    const closed = once(server, 'close');
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
    await deliveries.stop();
    world.store.close();
  };
  return { url, secretKey, control, stop };
}

// Keeps one connection to Postgres that hears its notifications, and comes back when it is lost.
import type { Logger } from '@mindbot/platform/logging';
import pg from 'pg';
import { DatabaseUnavailableError } from './database.ts';

/** Hears notifications. */
export interface DatabaseListener {
  /**
   * Resolves while the channels are heard; connects if need be.
   * @throws {DatabaseUnavailableError} when they cannot be heard now.
   */
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** What a listener is made of. */
export interface ListenerOptions {
  url: string;
  channels: readonly string[];
  onNotification(channel: string, payload: string): void;
  /** The channels are heard again after a gap: what was said meanwhile is lost. */
  onReturn(): void;
  logger: Logger;
  /** How often a silent connection is asked whether it still lives. */
  checkIntervalMs?: number;
}

const CONNECT_TIMEOUT_MS = 3_000;
const CHECK_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 200;
const PAUSE_MS_MAX = 5_000;

/** Makes a listener; it connects when first asked to listen. */
export function createDatabaseListener(options: ListenerOptions): DatabaseListener {
  const { logger, checkIntervalMs = 15_000 } = options;
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let isClosed = false;
  /** Something may have been said that was not heard. */
  let hasGap = false;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let check: NodeJS.Timeout | undefined;

  /** One attempt at a time, however many ask. */
  function connect(): Promise<void> {
    connecting ??= open().finally(() => {
      connecting = null;
    });
    return connecting;
  }

  async function open(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: 'mindbot-api-events',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CHECK_TIMEOUT_MS,
      keepAlive: true,
    });
    next.on('notification', ({ channel, payload = '' }) => {
      if (next === client) options.onNotification(channel, payload);
    });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    try {
      await next.connect();
      await next.query(options.channels.map((name) => `listen ${name}`).join('; '));
    } catch (error) {
      next.end().catch(() => {});
      throw new DatabaseUnavailableError('Postgres cannot be listened to', { cause: error });
    }
    if (isClosed) {
      next.end().catch(() => {});
      throw new DatabaseUnavailableError('the listener is closed');
    }
    client = next;
    failures = 0;
    clearTimeout(retry);
    if (hasGap) options.onReturn();
    hasGap = false;
    // A connection cut off without a word looks like one on which nothing happens.
    check = setInterval(() => {
      next.query('select 1').catch(() => lose(next));
    }, checkIntervalMs);
    check.unref();
  }

  function lose(lost: pg.Client): void {
    if (lost !== client) return;
    client = null;
    hasGap = true;
    clearInterval(check);
    lost.end().catch(() => {});
    if (isClosed) return;
    logger.warn('the connection for events was lost; it is made again');
    returnLater();
  }

  function returnLater(): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, PAUSE_MS_MAX) * (0.5 + Math.random());
    failures += 1;
    retry = setTimeout(() => {
      connect().catch(() => {
        if (!isClosed) returnLater();
      });
    }, pauseMs);
    retry.unref();
  }

  return {
    async listen() {
      if (!client) await connect();
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      clearInterval(check);
      const last = client;
      client = null;
      await last?.end().catch(() => {});
    },
  };
}

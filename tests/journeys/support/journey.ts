// What every browser journey stands on: a whole stack of its own, a browser, the database beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Stack, startStack } from '../../../local/src/stack.ts';
import { chromiumPath } from '../../../scripts/chromium-path.mjs';
import { installMicrophone } from './microphone.ts';

/** A stack and a browser, ready to be used by a person. */
export type Journey = {
  stack: Stack;
  /** Asks the database as its owner. */
  query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** A fresh browser profile with a working microphone, opened at the first page. */
  openPage: (viewport?: { width: number; height: number }) => Promise<Page>;
  stop: () => Promise<void>;
};

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // Two pages on one machine must find each other without multicast DNS.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Starts a whole stack on free ports with data of its own. `environment` adds to its settings. */
export async function startTestStack(environment: Record<string, string> = {}): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mindbot-journey-'));
  // With MINDBOT_REPLICAS=2 all journeys run on two apis and two workers.
  const { PATH, HOME, MINDBOT_CACHE_DIR, MINDBOT_REPLICAS } = process.env;
  const stack = await startStack({
    dataDir,
    ports: 'free',
    isDurable: false,
    environment: {
      PATH,
      HOME,
      MINDBOT_CACHE_DIR,
      MINDBOT_REPLICAS,
      LOG_LEVEL: 'debug',
      ...environment,
    },
  });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts everything a browser journey needs. */
export async function startJourney(environment: Record<string, string> = {}): Promise<Journey> {
  const stack = await startTestStack(environment);
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  // A journey may restart the database; the pool then connects anew.
  pool.on('error', () => {});
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArguments,
  });
  return {
    stack,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    openPage: async (viewport = { width: 1280, height: 900 }) => {
      const context = await browser.newContext({ viewport, permissions: ['microphone'] });
      const page = await context.newPage();
      await installMicrophone(page);
      await page.goto(stack.url);
      return page;
    },
    stop: async () => {
      await browser.close();
      await pool.end();
      await stack.stop();
    },
  };
}

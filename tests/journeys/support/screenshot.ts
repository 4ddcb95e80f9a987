// Keeps pictures of a journey, for people to look at: the newest of each name, never committed.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const folder = resolve(import.meta.dirname, '..', '..', '..', 'screenshots');

/** Saves what the page shows as `screenshots/<name>.png` in the project. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

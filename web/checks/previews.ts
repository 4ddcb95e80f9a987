// Opens the previews of the web client in a real browser, for checks that need eyes and ears.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { chromiumPath } from '../../scripts/chromium-path.mjs';
import type { PreviewScreen } from '../src/preview/preview-screens.ts';

/** The previews, served by a development server of their own. */
export type Previews = {
  /** A page with a preview in it. */
  newPage(options: BrowserContextOptions, query?: string): Promise<Page>;
  /** Shows a preview and waits until it stands still. */
  show(page: Page, screen: PreviewScreen): Promise<void>;
  stop(): Promise<void>;
};

/** Starts server and browser on a free port of this machine. */
export async function startPreviews(): Promise<Previews> {
  const server = await createServer({
    configFile: new URL('../vite.config.ts', import.meta.url).pathname,
    root: new URL('..', import.meta.url).pathname,
    server: { host: '127.0.0.1', port: 0, hmr: false },
    logLevel: 'error',
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The development server has no address');
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
  return {
    newPage: async (options, query = '') => {
      const page = await (await browser.newContext(options)).newPage();
      await page.goto(`${address}preview.html?${query}`);
      await page.locator('main').waitFor();
      return page;
    },
    show: async (page, { path, state }) => {
      // As text: what a test file calls its imports means nothing in the page.
      await page.evaluate(`showPreview(${JSON.stringify(path)}, ${JSON.stringify(state)})`);
      await page.locator('main').waitFor();
      // What is loaded shows grey lines first; a picture of those says nothing, unless it is wanted.
      if (state !== 'loading')
        await page.waitForFunction(() => document.querySelector('.loading-line') === null);
    },
    stop: async () => {
      await browser.close();
      await server.close();
    },
  };
}

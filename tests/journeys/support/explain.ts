// Says what a failed journey looked like: the page's words and the last lines of the services.
import type { Page } from 'playwright-core';
import { onTestFailed } from 'vitest';
import type { Journey } from './journey.ts';

const shownLines = 40;

/** Call first in a test: when it fails, its output shows what a person would have seen. */
export function explainFailure(journey: Journey, page: Page): void {
  onTestFailed(async () => {
    const text = await page.locator('body').textContent().catch(String);
    console.log(`The page at ${page.url()} said:\n${text}`);
    for (const part of ['agent', 'api', 'speech']) {
      const lines = journey.stack.logs(part).filter((line) => line.includes('"msg"'));
      const own = lines.filter((line) => /"level":"(info|warn|error|fatal)"/.test(line));
      console.log(`${part}:\n${own.slice(-shownLines).join('\n')}`);
    }
  });
}

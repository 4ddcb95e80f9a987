// A whole call by keyboard alone, without a microphone: everything works by typed text.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFailure } from './support/explain.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { expectLedgerExact, waitForCaption } from './support/steps.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

/** Presses Tab until the named control has the focus; fails after a page's worth of stops. */
async function tabTo(name: RegExp) {
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const label = element?.labels?.[0]?.textContent ?? '';
      return `${element?.getAttribute('aria-label') ?? ''} ${label} ${element?.textContent ?? ''}`;
    });
    if (name.test(focused)) return;
  }
  throw new Error(`The keyboard never reached ${name}.`);
}

test('a person without a mouse or a microphone signs up, types, gets a ticket and hangs up', async () => {
  page = await journey.openPage();
  explainFailure(journey, page);
  await tabTo(/^\s*Email/);
  await page.keyboard.type(`keyboard-${Date.now()}@example.com`);
  await tabTo(/^\s*Password/);
  await page.keyboard.type('a long enough sentence');
  await page.keyboard.press('Enter');
  await page.getByTestId('talk-button').waitFor();

  await tabTo(/Type instead/);
  await page.keyboard.press('Enter');
  await waitForCaption(page, 'agent', /./);

  const composer = page.getByRole('textbox', { name: /Message to/ });
  await composer.focus();
  await page.keyboard.type('How many minutes do I have left?');
  await page.keyboard.press('Enter');
  await waitForCaption(page, 'agent', /minutes?/i);
  await page.keyboard.type('Please open a support ticket: my invoice is missing.');
  await page.keyboard.press('Enter');
  await page.getByText(/Ticket \d+ opened/).waitFor({ timeout: 60_000 });

  await tabTo(/^\s*End\s*$/);
  await page.keyboard.press('Enter');
  await page.getByTestId('receipt').waitFor({ timeout: 30_000 });
  const focusedTag = await page.evaluate(() => document.activeElement?.tagName);
  expect(focusedTag).toBe('H1');
  const [ticket] = await journey.query<{ description: string }>(
    'select description from public.tickets',
  );
  expect(ticket?.description).toMatch(/invoice/i);
  await expectLedgerExact(journey);
});

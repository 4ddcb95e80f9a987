// A card saved once: the next time is one press in a call, and the bank may ask without ending it.
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFailure } from './support/explain.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { takeScreenshot } from './support/screenshot.ts';
import { expectLedgerExact, hangUp, shownMs, signUp, talk } from './support/steps.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

const inFrame = (page: Page): FrameLocator => page.frameLocator('[data-testid="pay-frame"]');

/** Buys the smallest card on its page with a card that is kept. */
async function buyAndSave(page: Page, card: RegExp): Promise<void> {
  await page.getByRole('link', { name: 'Buy', exact: true }).first().click();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await inFrame(page).getByRole('radio', { name: card }).check();
  await inFrame(page)
    .getByRole('checkbox', { name: /Save this card/ })
    .check();
  await inFrame(page).getByRole('button', { name: /^Pay/ }).click();
}

const shownTimeMs = async (page: Page) =>
  shownMs(await page.getByTestId('remaining-time').textContent());

test('one press of a saved card adds time to a call that goes on', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  await signUp(page);
  await buyAndSave(page, /^Succeeds Visa 4242/);
  await page.getByText('You now have 40 min.').waitFor();
  await page.getByRole('link', { name: 'Talk', exact: true }).first().click();
  await talk(page);
  await page.getByRole('button', { name: 'Add time' }).click();
  const sheet = page.getByTestId('low-time-sheet');
  await sheet.getByText('Paid with Visa ··4242').waitFor();
  await sheet.getByRole('button', { name: 'Add time €4.50' }).click();
  await sheet.getByText('30 min added.').waitFor();
  await takeScreenshot(page, 'saved-card-added');
  await expect
    .poll(() => page.getByTestId('remaining-time').textContent(), { timeout: 20_000 })
    .toContain('1 h');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Add time' }).click();
  await sheet.getByRole('radio', { name: /2 hours/ }).check();
  await sheet.getByRole('button', { name: 'Add time €15.60' }).click();
  await sheet.getByText('2 h added.').waitFor();
  await hangUp(page);
  await expectLedgerExact(journey);
});

test('a bank that asks is answered beside the call', async () => {
  const page = await journey.openPage({ width: 390, height: 780 });
  explainFailure(journey, page);
  await signUp(page);
  await buyAndSave(page, /^Asks your bank to confirm Visa/);
  await inFrame(page).getByRole('button', { name: 'Approve' }).click();
  await page.getByText('You now have 40 min.').waitFor();
  await page.getByRole('link', { name: 'Talk', exact: true }).last().click();
  await talk(page);
  await page.getByRole('button', { name: 'Call options' }).click();
  await page.getByRole('menuitem', { name: 'Add time' }).click();
  const sheet = page.getByTestId('low-time-sheet');
  await sheet.getByRole('button', { name: 'Add time €4.50' }).click();
  await sheet.getByText('Your bank wants to see that it is you.').waitFor();
  await takeScreenshot(page, 'saved-card-bank');
  const beforeMs = await shownTimeMs(page);
  await inFrame(page).getByRole('button', { name: 'Approve' }).click();
  await sheet.getByText('30 min added.').waitFor();
  expect(beforeMs).toBeGreaterThan(0);
  expect(await page.getByTestId('end-call').isVisible()).toBe(true);
  await hangUp(page);
  await expectLedgerExact(journey);
});

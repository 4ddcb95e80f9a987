// Paying in a journey: the sandbox's form of payment, where the page shows it.
import type { FrameLocator, Page } from 'playwright-core';

/** The sandbox's form of payment, inside the page. */
export const payForm = (page: Page): FrameLocator => page.frameLocator('iframe[src*="/pay/"]');

/** Pays with the test card of this label. */
export async function payWith(page: Page, card: RegExp): Promise<void> {
  await payForm(page).getByRole('radio', { name: card }).check();
  await payForm(page).getByRole('button', { name: /^Pay/ }).click();
}

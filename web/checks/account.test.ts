// Walks the account with a keyboard: what opens takes the focus, what closes gives it back.
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Previews, startPreviews } from './previews.ts';

let previews: Previews;
beforeAll(async () => {
  previews = await startPreviews();
});
afterAll(() => previews?.stop());

const phone = { width: 360, height: 740 };
const desktop = { width: 1440, height: 900 };
const timeout = 120_000;

async function open(path: string, state: string, viewport: typeof phone) {
  const page = await previews.newPage({ viewport });
  await previews.show(page, { name: path, path, state });
  return page;
}

/** What axe finds in the page as it stands. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run(document)')) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** What a screen reader would have been told by itself since the page was opened. */
async function noteAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    window.heard = [];
    new MutationObserver(() => {
      for (const region of document.querySelectorAll('.sr-only > [aria-live]')) {
        const text = region.textContent;
        if (text && window.heard.at(-1) !== text) window.heard.push(text);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  `);
  return () => page.evaluate('window.heard') as Promise<string[]>;
}

test('a card is removed after one question, and the focus goes to what became of it', {
  timeout,
}, async () => {
  const page = await open('/account', '', phone);
  const remove = page.getByRole('button', { name: 'Remove Visa ··1881' });
  await remove.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Remove Visa ··1881?' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await remove.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove it' }).click();
  const status = page.getByText('Visa ··1881 was removed.');
  await status.waitFor();
  await expect.poll(() => status.evaluate((text) => text === document.activeElement)).toBe(true);
  await page.context().close();
});

test('the notices open beside the page, are read by that, and give the focus back', {
  timeout,
}, async () => {
  const page = await open('/talk', '', desktop);
  const bell = page.getByRole('button', { name: 'Notices, 2 unread' });
  await bell.focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog', { name: 'Notices' })
    .getByText('Your time is running low')
    .waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const readBell = page.getByRole('button', { name: 'Notices', exact: true });
  await readBell.waitFor();
  await expect
    .poll(() => readBell.evaluate((button) => button === document.activeElement))
    .toBe(true);
  await page.context().close();
});

test('a phone leads to the notices on a page of their own', { timeout }, async () => {
  const page = await open('/talk', '', phone);
  await page.getByRole('link', { name: 'Notices, 2 unread' }).click();
  await page.getByRole('heading', { name: 'Notices', level: 1 }).waitFor();
  await page.context().close();
});

test('a new notice is told once and shown as a line that takes no focus', { timeout }, async () => {
  const page = await previews.newPage({ viewport: phone });
  const heard = await noteAnnouncements(page);
  await previews.show(page, { name: 'notice', path: '/history', state: 'notice' });
  const line = page.getByRole('complementary', { name: 'Notices' });
  await line.getByRole('link', { name: 'Buy time' }).waitFor();
  await expect.poll(heard).toContainEqual(expect.stringContaining('Your time is running low'));
  expect((await heard()).filter((text) => text.includes('running low'))).toHaveLength(1);
  expect(await line.evaluate((box) => box.contains(document.activeElement))).toBe(false);
  await line.getByRole('button', { name: 'Close this notice' }).click();
  await line.waitFor({ state: 'detached' });
  await page.context().close();
});

test('a call shows a notice beside its captions, and none in its last seconds', {
  timeout,
}, async () => {
  const page = await open('/talk', 'listening_notice', phone);
  await page.getByRole('complementary', { name: 'Notices' }).waitFor();
  await previews.show(page, { name: 'critical', path: '/talk', state: 'critical_notice' });
  await page.getByText('0:24').first().waitFor();
  expect(await page.getByRole('complementary', { name: 'Notices' }).count()).toBe(0);
  await page.context().close();
});

test('a plan is changed only after it was said what will happen', { timeout }, async () => {
  const page = await open('/account', 'subscribed', phone);
  await page.getByText('Change plan').click();
  await page.getByRole('button', { name: 'Change to Pro' }).click();
  await page.getByText(/The difference for the rest of this month is charged/).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go back' }).click();
  await page.getByRole('button', { name: 'Cancel the plan' }).click();
  await page.getByText(/It runs until .* and is not renewed/).waitFor();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  const status = page.getByText(/^Your plan ends on/);
  await status.waitFor();
  await expect.poll(() => status.evaluate((text) => text === document.activeElement)).toBe(true);
  await page.context().close();
});

test('a wrong code is said at its field, which has the focus', { timeout }, async () => {
  const page = await open('/account', '', phone);
  await page.getByRole('button', { name: 'Redeem' }).click();
  const field = page.getByRole('textbox', { name: 'Promo code' });
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  const messageId = await field.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${messageId}"]`).textContent()).toBe('Enter a code.');
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.context().close();
});

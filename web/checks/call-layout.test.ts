// Holds the call to its promises of place: End never moves, and the focus is never hidden.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PREVIEW_SCREENS, type PreviewScreen } from '../src/preview/preview-screens.ts';
import { type Previews, startPreviews } from './previews.ts';

let previews: Previews;
beforeAll(async () => {
  previews = await startPreviews();
});
afterAll(() => previews?.stop());

const phone = { width: 360, height: 740 };
const timeout = 120_000;

/** Where a button of the call stands; null on screens without it. */
const placeOf = (page: Page, selector: string) =>
  page.evaluate((wanted) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    return box ? `${Math.round(box.x)},${Math.round(box.y)}` : null;
  }, selector);

test.each([
  ['a phone', phone],
  ['a desktop', { width: 1440, height: 900 }],
])(
  'End and Interrupt stand in one place in every state on %s',
  { timeout },
  async (_name, viewport) => {
    const page = await previews.newPage({ viewport });
    const places = { end: new Set<string>(), interrupt: new Set<string>() };
    for (const screen of PREVIEW_SCREENS.filter(({ path }) => path === '/talk')) {
      await previews.show(page, screen);
      const end = await placeOf(page, '.call-end');
      const interrupt = await placeOf(page, '.call-interrupt');
      if (end) places.end.add(end);
      if (interrupt) places.interrupt.add(interrupt);
    }
    expect([...places.end]).toHaveLength(1);
    expect([...places.interrupt]).toHaveLength(1);
    await page.context().close();
  },
);

const screen = (path: string, state = ''): PreviewScreen => ({ name: path, path, state });

test.each([
  screen('/'),
  screen('/talk'),
  screen('/talk', 'low'),
  screen('/talk', 'sound_blocked'),
  screen('/talk', 'add_time'),
  screen('/buy'),
  screen('/buy', 'buy_in_call'),
  screen('/account'),
  screen('/calls/c0', 'receipt_user_hung_up'),
])('what has the focus can be seen at $path $state', { timeout }, async (shown) => {
  const page = await previews.newPage({ viewport: phone });
  await previews.show(page, shown);
  const hidden: string[] = [];
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab');
    const finding = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return null;
      const { x, y, width, height } = focused.getBoundingClientRect();
      const holder = focused.closest('label') ?? focused;
      const at = document.elementFromPoint(x + width / 2, y + height / 2);
      const isSeen = at !== null && (holder.contains(at) || at.contains(holder));
      return isSeen ? null : (focused.outerHTML.slice(0, 80) ?? '');
    });
    if (finding !== null) hidden.push(finding);
  }
  expect(hidden).toEqual([]);
  await page.context().close();
});

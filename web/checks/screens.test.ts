// Looks at every screen in every state: no barrier axe finds, nothing cut off, targets large enough.
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PREVIEW_SCREENS } from '../src/preview/preview-screens.ts';
import { type Previews, startPreviews } from './previews.ts';

let previews: Previews;
beforeAll(async () => {
  previews = await startPreviews();
});
afterAll(() => previews?.stop());

type Check = (page: Page) => Promise<string[]>;

/** Runs checks on every screen and gathers what each found, so that one run tells all. */
async function findings(page: Page, ...checks: Check[]) {
  const found: string[] = [];
  for (const screen of PREVIEW_SCREENS) {
    await previews.show(page, screen);
    for (const check of checks) {
      for (const finding of await check(page)) found.push(`${screen.name}: ${finding}`);
    }
  }
  await page.context().close();
  return found;
}

const axeWith =
  (options: RunOptions): Check =>
  async (page) => {
    if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
    // What stands in a frame is somebody else's page.
    const run = `axe.run(document, ${JSON.stringify({ ...options, iframes: false })})`;
    const { violations } = (await page.evaluate(run)) as AxeResults;
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  };
const everyRule = axeWith({});
const contrast = axeWith({ runOnly: ['color-contrast'] });

const sidewaysScroll: Check = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} px wide in ${clientWidth} px`] : [];
  });

/** Targets below 44 px. Links in a line of text may be lower; a switch is its label's target too. */
const smallTargets: Check = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, select, summary, a[href]')].flatMap((target) => {
      const { height, width } = target.getBoundingClientRect();
      const isInText = target.matches(':is(p, dd, li, td) a');
      const isHidden = width < 2 || target.matches('.sr-only, .fixed');
      const floor = target.matches('summary, [role="switch"]') ? 32 : 43.5;
      const isLargeEnough = isInText || isHidden || height >= floor;
      return isLargeEnough
        ? []
        : [`${target.textContent?.trim()} is ${Math.round(height)} px high`];
    }),
  );

/** Sideways scrolling in smaller and smaller windows, down to 320 by 256, which is 400 % zoom. */
const sidewaysScrollAnywhere: Check = async (page) => {
  const found: string[] = [];
  for (const [width, height] of [
    [1440, 900],
    [640, 400],
    [320, 640],
    [320, 256],
  ] as const) {
    await page.setViewportSize({ width, height });
    found.push(...(await sidewaysScroll(page)));
  }
  return found;
};

const phone = { width: 360, height: 740 };
const desktop = { width: 1440, height: 900 };
const timeout = 300_000;

test('axe finds no barrier on a phone in light, and every target is large', {
  timeout,
}, async () => {
  const page = await previews.newPage({ viewport: phone, colorScheme: 'light' });
  expect(await findings(page, everyRule, smallTargets)).toEqual([]);
});

test('axe finds no barrier on a desktop in dark', { timeout }, async () => {
  const page = await previews.newPage({ viewport: desktop, colorScheme: 'dark' });
  expect(await findings(page, everyRule)).toEqual([]);
});

test('all text is readable on a phone in dark', { timeout }, async () => {
  const page = await previews.newPage({ viewport: phone, colorScheme: 'dark' });
  expect(await findings(page, contrast)).toEqual([]);
});

test('all text is readable on a desktop in light', { timeout }, async () => {
  const page = await previews.newPage({ viewport: desktop, colorScheme: 'light' });
  expect(await findings(page, contrast)).toEqual([]);
});

test('nothing scrolls sideways at any size', { timeout }, async () => {
  const page = await previews.newPage({ viewport: desktop });
  expect(await findings(page, sidewaysScrollAnywhere)).toEqual([]);
});

test('nothing scrolls sideways in a longer language, from right to left', { timeout }, async () => {
  const page = await previews.newPage({ viewport: phone }, 'pseudo&rtl');
  expect(await findings(page, sidewaysScroll)).toEqual([]);
});

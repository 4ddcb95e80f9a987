// Looks at every screen in every state: no barrier axe finds, nothing cut off, targets large enough.
import axe, { type AxeResults } from 'axe-core';
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

async function axeViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run(document)')) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

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

const phone = { width: 360, height: 740 };
const desktop = { width: 1440, height: 900 };

test('on a phone in the light theme nothing bars anybody', { timeout: 300_000 }, async () => {
  const page = await previews.newPage({ viewport: phone, colorScheme: 'light' });
  expect(await findings(page, axeViolations, sidewaysScroll, smallTargets)).toEqual([]);
});

test('on a desktop in the dark theme nothing bars anybody', { timeout: 300_000 }, async () => {
  const page = await previews.newPage({ viewport: desktop, colorScheme: 'dark' });
  expect(await findings(page, axeViolations, sidewaysScroll)).toEqual([]);
});

test('on a phone in the dark theme nothing bars anybody', { timeout: 300_000 }, async () => {
  const page = await previews.newPage({ viewport: phone, colorScheme: 'dark' });
  expect(await findings(page, axeViolations)).toEqual([]);
});

test('on a desktop in the light theme nothing bars anybody', { timeout: 300_000 }, async () => {
  const page = await previews.newPage({ viewport: desktop, colorScheme: 'light' });
  expect(await findings(page, axeViolations)).toEqual([]);
});

test.each([
  ['at 320 px', { width: 320, height: 640 }],
  ['at 200 % zoom of a small laptop', { width: 640, height: 400 }],
  ['in a window of 320 by 256, as at 400 % zoom', { width: 320, height: 256 }],
])('nothing scrolls sideways %s', { timeout: 300_000 }, async (_name, viewport) => {
  const page = await previews.newPage({ viewport });
  expect(await findings(page, sidewaysScroll)).toEqual([]);
});

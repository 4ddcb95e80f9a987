// Twenty seconds of balance: warned, told goodbye, cut at zero, never below it.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFailure } from './support/explain.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { expectLedgerExact, setBalance, signUp, talk, waitForCaption } from './support/steps.ts';

const balanceMs = 20_000;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

test('a call with twenty seconds is warned, hears goodbye and is cut at zero', async () => {
  page = await journey.openPage({ width: 390, height: 780 });
  explainFailure(journey, page);
  const email = await signUp(page);
  await setBalance(journey, email, balanceMs);
  await page.reload();
  await talk(page);
  await waitForCaption(page, 'agent', /seconds/i);
  await waitForCaption(page, 'agent', /goodbye|bye/i);
  await page.getByRole('link', { name: 'See receipt' }).waitFor({ timeout: 60_000 });

  const readEnd = () =>
    journey.query(
      `select s.charged_ms, s.ended_reason from public.voice_sessions s
       join auth.users u on u.id = s.user_id where u.email = $1`,
      [email],
    );
  // The page may know a moment before the ledger does.
  await expect
    .poll(readEnd, { timeout: 10_000 })
    .toEqual([{ charged_ms: String(balanceMs), ended_reason: 'out_of_time' }]);
  const [account] = await journey.query<{ posted_ms: string; held_ms: string }>(
    `select a.posted_ms, a.held_ms from public.accounts a
     join auth.users u on u.id = a.user_id where u.email = $1`,
    [email],
  );
  expect(account).toEqual({ posted_ms: '0', held_ms: '0' });
  await expectLedgerExact(journey);
});

test('with nothing left, another call is refused with a way on', async () => {
  await page.goto(journey.stack.url);
  await page.getByText('You have no time left.').waitFor();
});

// What a person sees of their money: prices before an account, a plan, its payment and its notices.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFailure } from './support/explain.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { payForm } from './support/pay-form.ts';
import { takeScreenshot } from './support/screenshot.ts';
import { expectLedgerExact, signUp } from './support/steps.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('prices stand on the first page, as the service has them', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  const prices = page.getByRole('list', { name: 'Time cards' });
  await prices.getByText('€4.50').waitFor();
  await prices.getByText('€0.13/min').waitFor();
  expect(await prices.getByRole('listitem').count()).toBe(3);
});

test('a plan is subscribed to, listed, told of, and canceled, without leaving the account', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  await signUp(page);
  await page.goto(`${journey.stack.url}/account`);
  const plan = section(page, 'Subscription');
  await plan
    .getByRole('button', { name: /^Subscribe to/ })
    .first()
    .click();
  await payForm(page)
    .getByRole('radio', { name: /^Succeeds Visa 4242/ })
    .check();
  await takeScreenshot(page, 'account-subscribe');
  await payForm(page)
    .getByRole('button', { name: /^(Pay|Subscribe)/ })
    .click();
  await plan.getByText(/^You are subscribed to/).waitFor({ timeout: 30_000 });
  await plan.getByText(/^Renews on/).waitFor();

  const payments = section(page, 'Payments');
  await payments.getByText(/^Subscription/).waitFor();
  await payments.getByText('Test', { exact: true }).first().waitFor();
  await section(page, 'Ledger').getByRole('cell', { name: 'Subscription' }).waitFor();
  await page.getByRole('button', { name: /^Notices, \d+ unread/ }).click();
  await page
    .getByRole('dialog', { name: 'Notices' })
    .getByText(/subscription|added/i)
    .first()
    .waitFor();
  await takeScreenshot(page, 'account-notices');
  await page.keyboard.press('Escape');

  await plan.getByRole('button', { name: 'Cancel the plan' }).click();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await plan.getByText(/^Ends on .* No more charges\.$/).waitFor();
  await plan.getByRole('button', { name: 'Keep the plan' }).click();
  await plan.getByText(/^Renews on/).waitFor();
  await takeScreenshot(page, 'account-plan');
  await expectLedgerExact(journey);
});

test('automatic top-up is off until its owner turns it on, and says when its card is gone', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  await signUp(page);
  await page.getByRole('link', { name: 'Buy', exact: true }).click();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await payForm(page)
    .getByRole('checkbox', { name: /Save this card/ })
    .check();
  await payForm(page)
    .getByRole('radio', { name: /^Succeeds Visa 4242/ })
    .check();
  await payForm(page).getByRole('button', { name: /^Pay/ }).click();
  await page.getByText('You now have 40 min.').waitFor();
  await page.goto(`${journey.stack.url}/account`);
  const topUp = section(page, 'Automatic top-up');
  await topUp.getByText('Visa ··4242').waitFor();
  await topUp.getByRole('switch').click();
  await topUp.getByText('Automatic top-up is on.').waitFor();
  await topUp.getByLabel('Most charges a month').selectOption('3');
  await topUp.getByRole('button', { name: 'Save changes' }).click();
  await topUp.getByText('Used 0 of 3 times this month.').waitFor();
  await section(page, 'Saved cards').getByRole('button', { name: 'Remove Visa ··4242' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await topUp.getByText('There is no saved card any more, so nothing is charged.').waitFor();
  await takeScreenshot(page, 'account-no-card');
});

test('email about a topic is declined, and a wrong promo code says so', async () => {
  const page = await journey.openPage({ width: 360, height: 740 });
  explainFailure(journey, page);
  await signUp(page);
  await page.goto(`${journey.stack.url}/account`);
  const receipts = page.getByRole('switch', { name: 'Receipts' });
  await receipts.click();
  await page.getByRole('textbox', { name: 'Promo code' }).fill('NOT-A-CODE-77');
  await page.getByRole('button', { name: 'Redeem' }).click();
  await page.getByText('This code is not valid. Check the spelling.').waitFor();
  await page.reload();
  await receipts.waitFor();
  expect(await receipts.isChecked()).toBe(false);
});

test('a code for free time counts at once, and one for a lower price leads to where it counts', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  await signUp(page);
  await journey.query(
    `insert into public.promo_codes (organization_id, code, percent_off, free_time_ms)
     select id, 'HALF-PRICE', 50, null::bigint from public.organizations
     union all
     select id, 'FREE-TIME-5', null, 300000 from public.organizations`,
  );
  await page.goto(`${journey.stack.url}/account`);
  const field = page.getByRole('textbox', { name: 'Promo code' });
  await field.fill('free-time-5');
  await page.getByRole('button', { name: 'Redeem' }).click();
  await page.getByText('5 min added. You have 15 min now.').waitFor();
  await field.fill('half-price');
  await page.getByRole('button', { name: 'Redeem' }).click();
  await page.getByRole('link', { name: 'Buy with HALF-PRICE' }).click();
  await page.getByText('€2.25').first().waitFor();
  await takeScreenshot(page, 'account-promo');
  await expectLedgerExact(journey);
});

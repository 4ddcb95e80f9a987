// Out of time, buying without leaving: a call that goes on past its end, and a page that follows.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFailure } from './support/explain.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { payForm, payWith } from './support/pay-form.ts';
import { takeScreenshot } from './support/screenshot.ts';
import {
  expectLedgerExact,
  hangUp,
  setBalance,
  shownMs,
  signUp,
  talk,
  waitForCaption,
} from './support/steps.ts';

const cardMs = 30 * 60_000;
let journey: Journey;

beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

const readPayments = (email: string) =>
  journey.query<{ status: string; time_ms: string; granted_ms: string | null }>(
    `select p.status, p.time_ms, sum(g.granted_ms) as granted_ms
     from public.payments p
     join auth.users u on u.id = p.user_id
     left join public.time_grants g on g.id = p.time_grant_id
     where u.email = $1
     group by p.id`,
    [email],
  );

test('a card is declined, says why, and the second one keeps the call alive past its end', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  const email = await signUp(page);
  await setBalance(journey, email, 75_000);
  await page.reload();
  await talk(page);
  const sheet = page.getByTestId('low-time-sheet');
  await sheet.getByRole('radio').first().waitFor();
  await takeScreenshot(page, 'buy-in-call-low-time');
  await sheet.getByRole('button', { name: /Add time/ }).click();
  await payForm(page).getByRole('radio').first().waitFor();
  await takeScreenshot(page, 'buy-in-call-form');

  await payWith(page, /Is declined/);
  await payForm(page).getByText('Your card was declined.').waitFor();
  await takeScreenshot(page, 'buy-in-call-declined');
  expect(await page.getByTestId('end-call').isVisible()).toBe(true);

  await payWith(page, /^Succeeds Visa 4242/);
  await sheet.getByText('30 min added.').waitFor();
  await takeScreenshot(page, 'buy-in-call-added');
  await waitForCaption(page, 'agent', /added|more time|minutes/i);
  await expect
    .poll(async () => shownMs(await page.getByRole('timer').first().textContent()), {
      timeout: 15_000,
    })
    .toBeGreaterThan(cardMs - 60_000);

  expect(await readPayments(email)).toEqual([
    { status: 'paid', time_ms: String(cardMs), granted_ms: String(cardMs) },
  ]);
  await hangUp(page);
  await expectLedgerExact(journey);
});

test('out of time, a person buys on the phone and talks again at once', async () => {
  const page = await journey.openPage({ width: 390, height: 780 });
  explainFailure(journey, page);
  const email = await signUp(page);
  await setBalance(journey, email, 12_000);
  await page.reload();
  await talk(page);
  await page.getByRole('link', { name: 'See receipt' }).waitFor({ timeout: 60_000 });
  await takeScreenshot(page, 'buy-out-of-time');
  await page
    .getByRole('button', { name: /^Add time|^Continue|^Pay/ })
    .first()
    .click();
  await payWith(page, /^Asks your bank to confirm Visa/);
  await takeScreenshot(page, 'buy-out-of-time-bank');
  await payForm(page)
    .getByRole('button', { name: /Approve/ })
    .click();
  await page.getByText('30 min added.').first().waitFor();
  await takeScreenshot(page, 'buy-out-of-time-added');
  await page
    .getByRole('button', { name: 'Talk again' })
    .or(page.getByRole('link', { name: 'Talk again' }))
    .first()
    .click();
  await waitForCaption(page, 'agent', /./);
  await hangUp(page);
  await expectLedgerExact(journey);
});

test('a refund in the dashboard takes the time back, and the page follows without a reload', async () => {
  const page = await journey.openPage();
  explainFailure(journey, page);
  const email = await signUp(page);
  await page.getByRole('link', { name: 'Buy', exact: true }).click();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await payWith(page, /^Succeeds Visa 4242/);
  await page.getByText('You now have 40 min.').waitFor();
  await takeScreenshot(page, 'buy-page-added');

  const [sandbox, dashboard] = [
    String(journey.stack.environment.SANDBOX_STRIPE_URL),
    await page.context().newPage(),
  ];
  await dashboard.goto(sandbox);
  await dashboard
    .getByRole('listitem')
    .filter({ hasText: email })
    .getByRole('button', { name: 'Refund' })
    .click();
  await page
    .getByRole('link', { name: /10 min left/ })
    .or(page.getByText('10 min left'))
    .first()
    .waitFor({ timeout: 30_000 });
  await expectLedgerExact(journey);
});

// The steps people take, in their words, so that journeys read as stories.

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Journey } from './journey.ts';
import { say } from './microphone.ts';

const password = 'a long enough sentence';
let people = 0;

/** Signs up on the first page and lands on the talk page. Resolves with the email address. */
export async function signUp(page: Page): Promise<string> {
  people += 1;
  const email = `caller-${process.pid}-${people}@example.com`;
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByTestId('talk-button').waitFor();
  return email;
}

/** Waits until the captions show a turn of this speaker that matches. */
export async function waitForCaption(page: Page, speaker: 'user' | 'agent', text: RegExp) {
  await caption(page, speaker, text).waitFor({ timeout: 60_000 });
}

/** The newest turn of a speaker that matches. */
export const caption = (page: Page, speaker: 'user' | 'agent', text: RegExp): Locator =>
  page.getByTestId('captions').locator(`[data-speaker="${speaker}"]`, { hasText: text }).last();

/** Waits until the agent has finished speaking and listens. */
export async function waitUntilListening(page: Page) {
  await page.getByText('Listening', { exact: true }).first().waitFor({ timeout: 60_000 });
}

/**
 * Says a phrase and waits for what should follow; says it again, as a person would, when nothing
 * does. A sandbox on a busy machine may mishear; that it hears well is measured by the benches.
 */
export async function ask(page: Page, phrase: string, answer: Locator, tries = 3) {
  for (let attempt = 1; ; attempt += 1) {
    await waitUntilListening(page);
    await say(page, phrase);
    try {
      return await answer.waitFor({ timeout: 20_000 });
    } catch (error) {
      if (attempt === tries) throw error;
      console.log(`"${phrase}" was said again: nothing followed the first time.`);
    }
  }
}

/** Presses Talk and waits for the agent's greeting. */
export async function talk(page: Page) {
  await page.getByTestId('talk-button').click();
  await waitForCaption(page, 'agent', /./);
}

/** Presses End and waits for the receipt. */
export async function hangUp(page: Page) {
  await page.getByTestId('end-call').click();
  await page.getByTestId('receipt').waitFor({ timeout: 30_000 });
}

/** Shown times such as `9:41` in milliseconds. */
export const shownMs = (text: string | null): number => {
  const [seconds = '0', minutes = '0', hours = '0'] = (text ?? '').trim().split(':').reverse();
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number.parseFloat(seconds)) * 1_000;
};

/** Puts exactly this much time on a user's account, by reversing the trial and granting anew. */
export async function setBalance({ query }: Journey, email: string, balanceMs: number) {
  const [account] = await query<{ id: string; entry_id: string }>(
    `select a.id, e.id as entry_id
     from public.accounts a
     join auth.users u on u.id = a.user_id
     join public.ledger_entries e on e.account_id = a.id and e.reason = 'grant'
     where u.email = $1`,
    [email],
  );
  expect(account).toBeDefined();
  await query(`select public.reverse_entry($1, $2, 'journey')`, [
    account?.entry_id,
    `journey-reverse-${email}`,
  ]);
  await query(`select public.grant_time($1, $2, 'manual', $3, 100, null)`, [
    account?.id,
    `journey-grant-${email}`,
    balanceMs,
  ]);
}

/** The ledger is right: no violation, and the account has what its entries say. */
export async function expectLedgerExact({ query }: Journey) {
  expect(await query('select * from public.check_ledger()')).toEqual([]);
}

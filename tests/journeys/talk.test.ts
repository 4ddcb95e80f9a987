// The journey this service exists for: sign up, talk, use every tool, interrupt, hang up, receipt.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFailure } from './support/explain.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { say } from './support/microphone.ts';
import {
  ask,
  caption,
  expectLedgerExact,
  hangUp,
  shownMs,
  signUp,
  talk,
  waitUntilListening,
} from './support/steps.ts';

const trialMs = 600_000;
let journey: Journey;
let page: Page;
let email: string;

beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.stop());

const sessionOf = async () => {
  const [session] = await journey.query<{
    id: string;
    status: string;
    ended_reason: string;
    charged_ms: string;
    account_id: string;
  }>(
    `select s.* from public.voice_sessions s join auth.users u on u.id = s.user_id
     where u.email = $1 order by s.created_at desc limit 1`,
    [email],
  );
  if (session === undefined) throw new Error('The call left no voice session.');
  return session;
};

test('a person signs up, talks, is served by every tool, interrupts, hangs up and sees what it cost', async () => {
  page = await journey.openPage();
  email = await signUp(page);
  explainFailure(journey, page);
  await talk(page);
  await waitUntilListening(page);
  const before = shownMs(await page.getByTestId('remaining-time').textContent());
  await ask(page, 'how-many-minutes', caption(page, 'agent', /minutes? (and|left)/i));
  const after = shownMs(await page.getByTestId('remaining-time').textContent());
  expect(after).toBeLessThan(before);
  expect(before).toBeLessThanOrEqual(trialMs);

  await ask(page, 'call-me-back', caption(page, 'agent', /your name/i));
  await ask(page, 'name-and-phone', page.getByText(/Contact details saved/));
  await ask(page, 'open-ticket', caption(page, 'agent', /problem|describe|wrong/i));
  await ask(page, 'headset', page.getByText(/Ticket \d+ opened/));

  await ask(page, 'long-story', caption(page, 'agent', /once upon|story/i));
  await page.getByText('Speaking', { exact: true }).first().waitFor();
  await say(page, 'stop');
  // The story takes minutes: it was cut when the agent answers to "stop", and little of it is shown.
  await caption(page, 'agent', /okay/i).waitFor({ timeout: 30_000 });
  const story = await caption(page, 'agent', /once upon/i).textContent();
  expect(story?.length).toBeLessThan(300);

  await hangUp(page);
  const session = await sessionOf();
  expect(session.status).toBe('ended');
  expect(session.ended_reason).toBe('user_hung_up');
  const chargedMs = Number(session.charged_ms);
  expect(chargedMs).toBeGreaterThan(5_000);

  const [ledger] = await journey.query<{ charged: string; posted: string; held: string }>(
    `select -sum(e.amount_ms) filter (where e.reason = 'capture') as charged,
            a.posted_ms as posted, a.held_ms as held
     from public.accounts a join public.ledger_entries e on e.account_id = a.id
     where a.id = $1 group by a.id`,
    [session.account_id],
  );
  expect(Number(ledger?.charged)).toBe(chargedMs);
  expect(Number(ledger?.posted)).toBe(trialMs - chargedMs);
  expect(Number(ledger?.held)).toBe(0);

  const [lead] = await journey.query(
    'select name, phone from public.leads where voice_session_id = $1',
    [session.id],
  );
  expect(lead).toMatchObject({ name: expect.stringMatching(/john smith/i) });
  expect(String(lead?.phone).replaceAll(/\D/g, '')).toBe('5551234');
  const tickets = await journey.query(
    'select subject, description from public.tickets where voice_session_id = $1',
    [session.id],
  );
  expect(tickets).toHaveLength(1);
  await expectLedgerExact(journey);
});

test('after a reload, history, transcript and balance are there', async () => {
  const session = await sessionOf();
  await page.reload();
  await page.getByTestId('receipt').waitFor();
  await page.getByRole('link', { name: 'History' }).first().click();
  await page.getByText(/Alex/).first().waitFor();
  const items = await journey.query<{ speaker: string; text: string; was_interrupted: boolean }>(
    'select speaker, text, was_interrupted from public.transcript_items where voice_session_id = $1',
    [session.id],
  );
  const said = items.filter(({ speaker }) => speaker === 'user').map(({ text }) => text);
  for (const words of ['minutes', 'premium plan', 'john smith', 'ticket', 'headset', 'story']) {
    expect(said.join(' ').toLowerCase()).toContain(words);
  }
  expect(items.some(({ was_interrupted }) => was_interrupted)).toBe(true);
});

// Holds changes of plan to saying beforehand what they will do, and to doing that.
import type { Plan, Subscription } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import { overageChoices } from './overage-choices.ts';
import { directionOf, planChangeRequest, planChangeWords } from './plan-change.ts';

const plan = (name: string, amountMinor: number, hours: number): Plan => ({
  id: name,
  slug: name.toLowerCase(),
  name,
  includedMs: hours * 3_600_000,
  amountMinor,
  currency: 'EUR',
  period: 'month',
  rolloverLimitMs: 0,
  overageMinorPerMinute: 14,
});
const basic = plan('Basic', 900, 1);
const plus = plan('Plus', 2900, 5);
const subscription: Subscription = {
  id: 's',
  plan: basic,
  status: 'active',
  currentPeriodStartAt: '2020-03-12T12:00:00Z',
  currentPeriodEndAt: '2020-04-12T12:00:00Z',
  cancelAtPeriodEnd: false,
  pendingPlan: null,
  overageCapMinor: 0,
  overageUsedMs: 0,
  overageAmountMinor: 0,
};

test('more counts now and says that the difference is charged', () => {
  expect(directionOf(basic, plus)).toBe('up');
  const change = { kind: 'up', plan: plus } as const;
  const words = planChangeWords(subscription, change);
  expect(words.title).toBe('Change to Plus?');
  expect(words.text).toMatch(/difference .* is charged.*12.* it is €29\.00 a month/);
  expect(planChangeRequest(change)).toEqual({ plan: 'Plus', when: 'now' });
});

test('less counts from the next period on and charges nothing now', () => {
  expect(directionOf(plus, basic)).toBe('down');
  const change = { kind: 'down', plan: basic } as const;
  const words = planChangeWords({ ...subscription, plan: plus }, change);
  expect(words.text).toMatch(/keep Plus until .*€9\.00 for 1 h a month\. Nothing is charged now\./);
  expect(words.confirm).toMatch(/^Change on .*12/);
  expect(planChangeRequest(change)).toEqual({ plan: 'Basic', when: 'period_end' });
});

test('canceling says until when it runs', () => {
  const words = planChangeWords(subscription, { kind: 'cancel' });
  expect(words.text).toMatch(/^It runs until .*12/);
  expect(planChangeRequest({ kind: 'cancel' })).toEqual({ cancelAtPeriodEnd: true });
});

test('limits beyond the plan are worth round times, never above the highest, and keep what is set', () => {
  expect(overageChoices(14, 1000).map(({ capMinor }) => capMinor)).toEqual([
    0, 420, 840, 1000, 1680, 4200, 8400,
  ]);
  expect(overageChoices(14, 0)[2]).toEqual({ capMinor: 840, timeMs: 3_600_000 });
  expect(overageChoices(500, 0).at(-1)?.capMinor).toBe(60_000);
});

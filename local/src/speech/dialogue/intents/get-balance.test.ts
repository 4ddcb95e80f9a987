// Guards that a caller who asks for their time hears what the tool knows, and nothing else.
import { expect, test } from 'vitest';
import { called, said } from '../testing.ts';

test.each([
  'how many minutes do i have left',
  'How much time do I have left?',
  'how many minutes left',
  'what is my balance',
  'Can you tell me my remaining time, please?',
  'how many seconds are left',
  'check my balance',
])('asks the tool: %s', (words) => {
  expect(called([`> ${words}`])).toEqual({ name: 'get_balance', arguments: {} });
});

test.each([
  [{ remaining: '9 minutes and 40 seconds', remainingSeconds: 580 }, '9 minutes and 40 seconds'],
  [{ remaining_ms: 61_999 }, '1 minute and 1 second'],
  [{ remainingMs: 3_600_000 }, '1 hour'],
  [{ remainingMs: 0 }, 'no time'],
])('says the truth of %o', (result, words) => {
  const lines = ['> how much time do i have left', { tool: 'get_balance', result }];
  expect(said(lines)).toBe(`You have ${words} left.`);
});

test('an answer in words is passed on as it is', () => {
  const result = 'About ten minutes.';
  expect(said(['> my balance', { tool: 'get_balance', result }])).toBe(result);
});

test('never invents a balance when the assistant has no such tool', () => {
  expect(said(['> how many minutes do i have left'], [])).toContain('sandbox');
});

test('how long something takes is not a question for the balance', () => {
  expect(said(['> how much time does it take to learn chess'])).toContain('sandbox');
});

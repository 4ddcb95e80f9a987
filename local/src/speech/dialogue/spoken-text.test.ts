// Guards that numbers and addresses arrive as they were meant, spoken or typed.
import { expect, test } from 'vitest';
import { durationInWords } from './duration-in-words.ts';
import { findEmail, findPhone } from './spoken-text.ts';

test.each([
  ['five five five one two three four', '5551234'],
  ['my number is oh four four double five six', '044556'],
  ['call 555-12-34 please', '5551234'],
  ['+41 44 555 12 34', '+41445551234'],
  ['plus four one four four five five five', '+41445 55'.replace(' ', '')],
  ['i have two dogs and one cat', null],
  ['at 7 30', null],
])('phone in "%s"', (heard, phone) => {
  expect(findPhone(heard)).toBe(phone);
});

test.each([
  ['write to a.b+c@mail.example.org.', 'a.b+c@mail.example.org'],
  ['my email is john at gmail dot com', 'john@gmail.com'],
  ['it is mary dot jones at example dot co dot uk', 'mary.jones@example.co.uk'],
  ['meet me at noon', null],
])('email in "%s"', (said, email) => {
  expect(findEmail(said, said.toLowerCase())).toBe(email);
});

test.each([
  [580_000, '9 minutes and 40 seconds'],
  [60_999, '1 minute'],
  [3_661_000, '1 hour, 1 minute and 1 second'],
  [999, 'no time'],
  [-5, 'no time'],
])('%d ms in words', (durationMs, words) => {
  expect(durationInWords(durationMs)).toBe(words);
});

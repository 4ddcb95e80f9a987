// Holds the copy dictionary to one way of filling in values.
import { expect, test } from 'vitest';
import { fillMessage, splitMessage } from './message.ts';

test('fills in names and numbers', () => {
  expect(fillMessage('{name} has {count}', { name: 'Anna', count: 2 })).toBe('Anna has 2');
});

test('chooses the plural form and puts the number into it', () => {
  const days = 'Ends in {days, plural, one {# day} other {# days}}';
  expect(fillMessage(days, { days: 1 })).toBe('Ends in 1 day');
  expect(fillMessage(days, { days: 6 })).toBe('Ends in 6 days');
});

test('fills several plurals of one sentence', () => {
  const time =
    '{minutes, plural, one {# minute} other {# minutes}} {seconds, plural, one {# second} other {# seconds}}';
  expect(fillMessage(time, { minutes: 1, seconds: 30 })).toBe('1 minute 30 seconds');
});

test('never shows a placeholder to a person', () => {
  expect(() => fillMessage('{name}', {})).toThrow(/lacks a value for "name"/);
});

test('leaves the text of a person as it is, braces included', () => {
  expect(fillMessage('{text}', { text: '{name} $& {0}' })).toBe('{name} $& {0}');
});

test('a sentence with controls in it is cut where they stand', () => {
  expect(splitMessage('Below {time} we charge {card}.')).toEqual([
    { text: 'Below ' },
    { name: 'time' },
    { text: ' we charge ' },
    { name: 'card' },
    { text: '.' },
  ]);
});

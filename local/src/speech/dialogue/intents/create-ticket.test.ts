// Guards that a ticket carries the caller's problem, and that its number is spoken back.
import { expect, test } from 'vitest';
import { called, reply, said } from '../testing.ts';

test.each([
  'please open a support ticket',
  'i need help',
  'I would like to open a ticket, please.',
])('asks for the problem when there is none: %s', (words) => {
  expect(said([`> ${words}`])).toContain('What is the problem?');
});

test('the answer to the question becomes the ticket', () => {
  const wish = '> please open a support ticket';
  expect(called([wish, `< ${said([wish])}`, '> my headset does not work'])).toEqual({
    name: 'create_ticket',
    arguments: { subject: 'Headset does not work', description: 'My headset does not work' },
  });
});

test('a problem told at once needs no question', () => {
  expect(called(['> I have a problem with my microphone.']).arguments).toEqual({
    subject: 'Microphone',
    description: 'I have a problem with my microphone',
  });
});

test('a request with its reason is cut down to the reason', () => {
  const words = 'can you open a support ticket because my payment was charged twice';
  expect(called([`> ${words}`]).arguments.description).toBe('My payment was charged twice');
});

test('a sentence cut in two by a pause is read as one', () => {
  expect(said(['> i would like to', '> open a support ticket'])).toContain('What is the problem?');
  expect(called(['> my headset', '> does not work']).arguments.description).toContain('headset');
});

test('a long problem gets a short subject and keeps its words', () => {
  const words = `my app is broken ${'again and again '.repeat(20)}`.trim();
  const { subject, description } = called([`> ${words}`]).arguments;
  expect(String(subject).length).toBeLessThanOrEqual(81);
  expect(String(description).length).toBeGreaterThan(300);
});

test('speaks the number back', () => {
  const result = { created: true, number: 7, subject: 'Headset' };
  const lines = ['> my headset does not work', { tool: 'create_ticket', result }];
  expect(said(lines)).toContain('ticket number is 7');
});

test('says so when it could not be opened', () => {
  const result = { created: false, problem: 'The ticket could not be created now.' };
  const lines = ['> my headset does not work', { tool: 'create_ticket', result }];
  expect(said(lines)).toContain('could not');
});

test.each(['never mind', 'no', 'goodbye', 'how many minutes do i have left'])(
  'another wish instead of an answer is no problem: %s',
  (words) => {
    const wish = '> open a ticket';
    const found = reply([wish, `< ${said([wish])}`, `> ${words}`]);
    expect('call' in found && found.call.name === 'create_ticket').toBe(false);
  },
);

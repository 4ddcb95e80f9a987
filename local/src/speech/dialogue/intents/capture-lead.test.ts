// Guards that contact details are saved as they were given, and asked for when they were not.
import { describe, expect, test } from 'vitest';
import { called, reply, said } from '../testing.ts';

const lead = (lines: Parameters<typeof called>[0]) => called(lines).arguments;

describe('details given at once', () => {
  test('spoken name and number', () => {
    const words = 'my name is john smith and my phone number is five five five one two three four';
    expect(called([`> ${words}`])).toEqual({
      name: 'capture_lead',
      arguments: { name: 'John Smith', phone: '5551234' },
    });
  });

  test('typed name and email', () => {
    const words = 'My name is Mary Jones, my email is mary.jones@example.com';
    expect(lead([`> ${words}`])).toEqual({ name: 'Mary Jones', email: 'mary.jones@example.com' });
  });

  test('spoken email address', () => {
    const words = 'my name is robert johnson and my email is robert dot johnson at gmail dot com';
    expect(lead([`> ${words}`])).toMatchObject({ email: 'robert.johnson@gmail.com' });
  });

  test('typed number with spaces, and what it is about', () => {
    const words = "I'm Ann, I am interested in the premium plan. Call me at +41 44 555 12 34";
    expect(lead([`> ${words}`])).toEqual({
      name: 'Ann',
      phone: '+41445551234',
      interest: 'the premium plan',
    });
  });
});

describe('details given over several turns', () => {
  const wish = '> please call me back i am interested in the premium plan';

  test('asks for everything first', () => {
    expect(said([wish])).toContain('What is your name');
  });

  test('keeps what was said before', () => {
    const lines = [wish, `< ${said([wish])}`, '> john smith five five five one two three four'];
    expect(lead(lines)).toEqual({
      name: 'John Smith',
      phone: '5551234',
      interest: 'the premium plan',
    });
  });

  test('asks for the one thing that is missing, and takes it', () => {
    const first = [wish, `< ${said([wish])}`, '> my name is mary jones'];
    const question = said(first);
    expect(question).toContain('phone number or your email');
    const lines = [...first, `< ${question}`, '> it is mary at example dot com'];
    expect(lead(lines)).toMatchObject({ name: 'Mary Jones', email: 'mary@example.com' });
  });

  test('a question that was interrupted is still a question', () => {
    const lines = [wish, '< Sure, somebody will call you', '> sam lee 555 1234'];
    expect(lead(lines)).toMatchObject({ name: 'Sam Lee', phone: '5551234' });
  });

  test('a second lead starts from nothing', () => {
    const saved = { tool: 'capture_lead', result: { saved: true, name: 'John Smith' } };
    const before = ['> my name is john smith my number is 5551234', saved, '< Thank you.'];
    expect(said([...before, '> please contact me'])).toContain('What is your name');
  });
});

test('says that it is saved, by name', () => {
  const result = { saved: true, name: 'John Smith' };
  const lines = ['> my name is john smith', { tool: 'capture_lead', result }];
  expect(said(lines)).toContain('Thank you, John Smith. I have saved');
});

test('says what was wrong when it could not be saved', () => {
  const result = { saved: false, problem: 'The email address does not look right.' };
  const lines = ['> my name is john smith', { tool: 'capture_lead', result }];
  expect(said(lines)).toBe('I could not save that. The email address does not look right.');
});

test.each(['i am fine', 'i am interested', 'this is not working at all', "i'm sorry"])(
  'takes no feeling for a name: %s',
  (words) => {
    const found = reply([`> ${words}`]);
    expect('call' in found && found.call.name === 'capture_lead').toBe(false);
  },
);

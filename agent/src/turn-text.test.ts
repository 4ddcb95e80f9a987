// What the words of a turn say about its end.
import { describe, expect, test } from 'vitest';
import { judgeTurnText, patienceFor } from './turn-text.ts';

const judge = (text: string, language = 'en') => judgeTurnText(text, language);

describe('judging the words', () => {
  test.each([
    'how many minutes',
    'how many minutes.',
    'i would like to',
    'i am interested in',
    'my name is john smith and',
    'my phone number is',
    'well um',
    'first, ',
    'it is about...',
  ])('%j is certainly unfinished', (text) => {
    expect(judge(text)).toBe('open');
  });

  test.each([
    'how many minutes do i have left',
    'what can you do',
    'Can you help me?',
    'can you call me back',
    'hello',
    'stop',
    'yes please',
  ])('%j may well be all', (text) => {
    expect(judge(text)).toBe('complete');
  });

  test.each(['please call me back', 'my headset does not work', 'the premium plan', ''])(
    '%j could be either',
    (text) => {
      expect(judge(text)).toBe('unclear');
    },
  );

  test('judges other languages by signs alone', () => {
    expect(judge('ich habe', 'de')).toBe('unclear');
    expect(judge('Wie viele Minuten habe ich noch?', 'de-DE')).toBe('complete');
  });
});

test('is patient with open words and quick with complete ones', () => {
  const settings = { ENDPOINTING_DOUBT_DELAY_MS: 1_100, ENDPOINTING_MAX_DELAY_MS: 1_800 };
  const open = patienceFor('open', 0.36, settings);
  const unclear = patienceFor('unclear', 0.36, settings);
  const complete = patienceFor('complete', 0.36, settings);
  expect(open.threshold).toBeGreaterThan(unclear.threshold);
  expect(unclear.threshold).toBeGreaterThan(complete.threshold);
  expect(open.doubtDelayMs).toBe(1_800);
  expect(complete.doubtDelayMs).toBe(1_100);
});

// Guards that texts become sound: all of it, in order, in the voice that was asked for.
import { afterAll, expect, test } from 'vitest';
import { splitSentences } from './split-sentences.ts';
import { SYNTHESIS_RATE_HZ, startSynthesizer } from './synthesizer.ts';

const synthesizer = startSynthesizer();
afterAll(() => synthesizer.stop());

async function speak(text: string, voice = 'alloy', speed = 1): Promise<Int16Array[]> {
  const pieces: Int16Array[] = [];
  for await (const piece of synthesizer.speak(text, voice, speed)) pieces.push(piece);
  return pieces;
}
const secondsOf = (pieces: Int16Array[]) =>
  pieces.reduce((sum, { length }) => sum + length, 0) / SYNTHESIS_RATE_HZ;

test('a sentence takes about as long as a person needs', async () => {
  const seconds = secondsOf(await speak('You have nine minutes and forty seconds left.'));
  expect(seconds).toBeGreaterThan(1.5);
  expect(seconds).toBeLessThan(5);
});

test('each sentence is handed on by itself', async () => {
  expect(await speak('Hello. How are you? I am fine!')).toHaveLength(3);
});

test('the first sound comes at once', async () => {
  const [first] = await speak('Hello.');
  const loudAt = first?.findIndex((sample) => Math.abs(sample) > 300) ?? -1;
  expect(loudAt / SYNTHESIS_RATE_HZ).toBeLessThan(0.06);
});

test('voices differ, and the same one says the same', async () => {
  const [alloy, again, echo, nova] = await Promise.all(
    ['alloy', 'alloy', 'echo', 'nova'].map((voice) => speak('Good morning.', voice)),
  );
  expect(again).toEqual(alloy);
  expect(echo).not.toEqual(alloy);
  expect(nova).not.toEqual(echo);
});

test('twice the speed takes less time', async () => {
  const text = 'This is said slowly or quickly.';
  expect(secondsOf(await speak(text, 'alloy', 2))).toBeLessThan(secondsOf(await speak(text)) * 0.7);
});

test.each(['-f /etc/hostname', '--help', '<b>bold</b>', '" ; rm', '🙂 hello', 'ünïcödé'])(
  'text is text, whatever it looks like: %s',
  async (text) => {
    expect(secondsOf(await speak(text))).toBeGreaterThan(0.2);
  },
);

test('what has no words has no sound', async () => {
  expect(await speak(' … !!! ')).toEqual([]);
});

test('sentences are cut where a speaker breathes', () => {
  expect(splitSentences('Version 1.9 is out. Really?  Yes!')).toEqual([
    'Version 1.9 is out.',
    'Really?',
    'Yes!',
  ]);
  const long = splitSentences(`${'word '.repeat(100)}, ${'more '.repeat(100)}`);
  expect(Math.max(...long.map(({ length }) => length))).toBeLessThanOrEqual(240);
  expect(long.join(' ').match(/word|more/g)).toHaveLength(200);
});

// Guards that the sandbox understands the recorded caller, and hears nothing where nothing is said.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSpeechPython } from '../../../../scripts/setup/speech-environment.mjs';
import { decodeWav } from '../audio/wav.ts';
import { type Recognizer, startRecognizer } from './recognizer.ts';

const fixtures = resolve(import.meta.dirname, '../../../../tests/fixtures/speech');
const phrases: { file: string; text: string }[] = JSON.parse(
  readFileSync(join(fixtures, 'phrases.json'), 'utf8'),
);
const python = findSpeechPython();

describe.skipIf(python === undefined)('the recognizer', () => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await startRecognizer(python ?? '');
  }, 60_000);
  afterAll(() => recognizer?.stop());

  const recognize = (file: string) =>
    recognizer.recognize(decodeWav(readFileSync(join(fixtures, file))));

  test('knows every recording there is', () => {
    const files = readdirSync(fixtures).filter((file) => file.endsWith('.wav'));
    expect(files.toSorted()).toEqual(phrases.map(({ file }) => file).toSorted());
  });

  test.each(phrases)('understands $file', async ({ file, text }) => {
    expect(await recognize(file)).toBe(text);
  });

  test('several callers at once are each understood', async () => {
    const heard = await Promise.all(phrases.slice(0, 5).map(({ file }) => recognize(file)));
    expect(heard).toEqual(phrases.slice(0, 5).map(({ text }) => text));
  });

  test('silence is no text', async () => {
    const sampleRateHz = 24_000;
    expect(await recognizer.recognize({ samples: new Float32Array(48_000), sampleRateHz })).toBe(
      '',
    );
    expect(await recognizer.recognize({ samples: new Float32Array(0), sampleRateHz })).toBe('');
  });

  test('noise is no text', async () => {
    let state = 1;
    const samples = Float32Array.from({ length: 32_000 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state / 0x1_0000_0000 - 0.5) * 0.1;
    });
    expect(await recognizer.recognize({ samples, sampleRateHz: 16_000 })).toBe('');
  });
});

test('a Python without PocketSphinx is an error, not a hang', async () => {
  await expect(startRecognizer(process.execPath)).rejects.toThrow();
});

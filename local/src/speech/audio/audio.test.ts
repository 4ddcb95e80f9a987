// Guards that sound survives reading, changing its rate and writing.
import { describe, expect, test } from 'vitest';
import { isSilent, trimSilence } from './loudness.ts';
import { resample } from './resample.ts';
import { decodeWav, toPcm16, wavHeader } from './wav.ts';

const tone = (hertz: number, sampleRateHz: number, seconds: number, level = 0.5) =>
  Float32Array.from(
    { length: Math.round(sampleRateHz * seconds) },
    (_, index) => level * Math.sin((2 * Math.PI * hertz * index) / sampleRateHz),
  );
const level = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
const wavOf = (samples: Float32Array, sampleRateHz: number) => {
  const pcm16 = toPcm16(samples);
  return Buffer.concat([wavHeader(sampleRateHz, pcm16.byteLength), Buffer.from(pcm16.buffer)]);
};

describe('wav', () => {
  test('reads back what was written', () => {
    const samples = tone(440, 16_000, 0.1);
    const read = decodeWav(wavOf(samples, 16_000));
    expect(read.sampleRateHz).toBe(16_000);
    expect(read.samples.length).toBe(samples.length);
    expect(
      Math.max(...read.samples.map((sample, i) => Math.abs(sample - (samples[i] ?? 0)))),
    ).toBeLessThan(1e-4);
  });

  test('reads what is there when the header declares more', () => {
    const file = wavOf(tone(440, 16_000, 0.1), 16_000);
    file.writeUInt32LE(0x7fff_0000, 40);
    expect(decodeWav(file).samples.length).toBe(1600);
  });

  test('mixes two channels into one', () => {
    const file = wavOf(Float32Array.from([0.5, -0.5, 0.25, 0.25]), 16_000);
    file.writeUInt16LE(2, 22);
    const { samples } = decodeWav(file);
    expect([...samples].map((sample) => Math.round(sample * 100) / 100)).toEqual([0, 0.25]);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('this is not a sound at all, sorry')],
    ['a header alone', wavHeader(16_000, 0).subarray(0, 20)],
    ['an MP3', Buffer.from([0xff, 0xfb, 0x90, 0x64, ...Array(60).fill(0)])],
  ])('refuses %s with an explanation', (_name, bytes) => {
    expect(() => decodeWav(bytes)).toThrow(/WAV/);
  });

  test('refuses a rate no microphone has', () => {
    const file = wavOf(tone(440, 16_000, 0.01), 16_000);
    file.writeUInt32LE(1, 24);
    expect(() => decodeWav(file)).toThrow(/encoding/);
  });
});

describe('resampling', () => {
  test.each([
    [22_050, 24_000],
    [48_000, 16_000],
    [24_000, 16_000],
    [8_000, 16_000],
  ])('from %d to %d Hz keeps length and loudness of a tone', (fromHz, toHz) => {
    const output = resample(tone(440, fromHz, 0.5), fromHz, toHz);
    expect(output.length).toBe(toHz / 2);
    expect(level(output.subarray(1000, -1000))).toBeCloseTo(0.5 / Math.SQRT2, 2);
  });

  test('lets nothing above half the new rate through as another tone', () => {
    expect(level(resample(tone(11_000, 48_000, 0.5), 48_000, 16_000))).toBeLessThan(0.01);
  });
});

describe('silence', () => {
  test('is what has no word in it', () => {
    expect(isSilent(new Float32Array(16_000), 16_000)).toBe(true);
    expect(isSilent(tone(200, 16_000, 1, 0.003), 16_000)).toBe(true);
    expect(isSilent(new Float32Array(0), 16_000)).toBe(true);
    expect(isSilent(tone(200, 16_000, 0.2), 16_000)).toBe(false);
  });

  test('is cut off both ends, but for what is asked to stay', () => {
    const quiet = new Float32Array(8_000);
    const samples = Float32Array.from([...quiet, ...tone(200, 16_000, 0.5), ...quiet]);
    const trimmed = trimSilence(samples, 16_000, { leadMs: 10, tailMs: 100 });
    expect(trimmed.length / 16).toBeCloseTo(610, 0);
  });
});

// That a wait lasts as long as anything is waited for, and outages as long as anything fails.
import { expect, test } from 'vitest';
import { ProviderHealth } from './provider-health.ts';

function watch() {
  const health = new ProviderHealth();
  const told: boolean[] = [];
  health.onWait = (isWaiting) => told.push(isWaiting);
  return { health, told };
}

test('a guess that is not wanted any more ends no wait for the whole utterance', () => {
  const { health, told } = watch();
  health.recognitionAsked();
  health.recognitionAsked();
  health.recognitionAnswered();
  health.thinks(false);
  expect(told).toEqual([true]);
  health.recognitionAnswered();
  expect(told).toEqual([true, false]);
});

test('an agent that begins to think while words are still recognized goes on being waited for', () => {
  const { health, told } = watch();
  health.recognitionAsked();
  health.thinks(true);
  health.recognitionAnswered();
  expect(told).toEqual([true]);
  health.thinks(false);
  expect(told).toEqual([true, false]);
});

test('a part that fails twice is down once, and up once', () => {
  const { health } = watch();
  const seen: string[] = [];
  health.listen({
    down: (part) => seen.push(`${part} down`),
    up: (part) => seen.push(`${part} up`),
  });
  health.failed('tts', new Error('away'));
  health.failed('tts', new Error('away'));
  health.succeeded('tts');
  health.succeeded('tts');
  expect(seen).toEqual(['tts down', 'tts up']);
});

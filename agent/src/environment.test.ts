// The environment is complete and sane, or the worker does not start.
import { EnvironmentError } from '@mindbot/platform/env';
import { expect, test } from 'vitest';
import { readAgentEnvironment } from './environment.ts';
import { meterConfig } from './meter-config.ts';

const least = {
  SUPABASE_URL: 'http://127.0.0.1:54321',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 'secret',
};

test('each part of speech may have its own server, key and model', () => {
  const env = readAgentEnvironment({
    ...least,
    OPENAI_API_KEY: 'one',
    OPENAI_BASE_URL: 'https://one.example/v1/',
    LLM_BASE_URL: 'https://two.example/v1',
    LLM_API_KEY: 'two',
    LLM_MODEL: 'big',
  });
  expect(env.stt).toMatchObject({ baseUrl: 'https://one.example/v1', apiKey: 'one' });
  expect(env.llm).toEqual({ baseUrl: 'https://two.example/v1', apiKey: 'two', model: 'big' });
  expect(env.tts).toMatchObject({ baseUrl: 'https://one.example/v1', apiKey: 'one' });
});

test('names every missing variable at once', () => {
  expect(() => readAgentEnvironment({})).toThrow(EnvironmentError);
  expect(() => readAgentEnvironment({})).toThrow(/SUPABASE_URL[\s\S]*LIVEKIT_API_SECRET/);
});

test('refuses a silence too short for the turn detector, and odd thresholds', () => {
  expect(() => readAgentEnvironment({ ...least, VAD_MIN_SILENCE_MS: '100' })).toThrow(
    'VAD_MIN_SILENCE_MS',
  );
  expect(() => readAgentEnvironment({ ...least, LOW_TIME_THRESHOLDS_MS: '120000,soon' })).toThrow(
    'LOW_TIME_THRESHOLDS_MS',
  );
});

test('takes the limits of a call from the assistant, zero meaning none', () => {
  const env = readAgentEnvironment({ ...least, LOW_TIME_THRESHOLDS_MS: '60000, 10000' });
  const config = meterConfig(env, { maxCallMs: 3_600_000, idleTimeoutMs: 0 });
  expect(config).toMatchObject({
    intervalMs: 10_000,
    leaseMs: 30_000,
    lowTimeThresholdsMs: [60_000, 10_000],
    maxCallMs: 3_600_000,
    idleLimitMs: null,
  });
});

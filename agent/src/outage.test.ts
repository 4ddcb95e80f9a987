// An outage stops the clock once, is told, retried, and ends once everything works again.
import { beforeEach, expect, test, vi } from 'vitest';
import { rideOutOutages } from './outage.ts';
import { phrases } from './phrases.ts';
import { ProviderHealth } from './provider-health.ts';
import { quietLogger } from './quiet-logger.ts';
import { SimulatedClock } from './simulated-clock.ts';

const said: string[] = [];
const prepare = vi.fn(() => ({ durationMs: Promise.resolve(1_000) }));
const generateReply = vi.fn();
const retryRecognition = vi.fn(async () => undefined);
const onDown = vi.fn();
const onUp = vi.fn();
let health: ProviderHealth;
let clock: SimulatedClock;
let outages: { stop: () => void };

beforeEach(() => {
  vi.clearAllMocks();
  said.length = 0;
  health = new ProviderHealth();
  clock = new SimulatedClock();
  const say = async (text: string) => void said.push(text);
  outages = rideOutOutages({
    health,
    session: { generateReply } as never,
    announcer: { say, prepare } as never,
    clock,
    logger: quietLogger().logger,
    retryRecognition,
    onDown,
    onUp,
  });
});

test('a failing model is told, asked again, and answers the caller when it is back', async () => {
  health.failed('llm', new Error('down'));
  health.failed('llm', new Error('down'));
  expect(onDown).toHaveBeenCalledOnce();
  expect(said).toEqual([phrases.troubleAnswering]);
  await clock.advance(7_000);
  expect(generateReply).toHaveBeenCalledTimes(2);
  health.succeeded('llm');
  expect(onUp).toHaveBeenCalledOnce();
  await clock.advance(30_000);
  expect(generateReply).toHaveBeenCalledTimes(2);
});

test('failing recognition is told and tried with the same sound again', async () => {
  health.failed('stt', new Error('down'));
  expect(said).toEqual([phrases.troubleHearing]);
  await clock.advance(3_500);
  expect(retryRecognition).toHaveBeenCalledOnce();
  health.succeeded('stt');
  expect(said.at(-1)).toBe(phrases.recovered);
});

test('failing synthesis is tried in silence, there being no voice to tell it', async () => {
  health.failed('tts', new Error('down'));
  expect(said).toEqual([]);
  await clock.advance(3_500);
  expect(prepare).toHaveBeenCalledOnce();
  health.succeeded('tts');
  expect(said).toEqual([phrases.recovered]);
});

test('the clock runs again only when the last part works', () => {
  health.failed('llm', new Error('down'));
  health.failed('tts', new Error('down'));
  health.succeeded('llm');
  expect(onUp.mock.calls).toEqual([['llm', false]]);
  health.succeeded('tts');
  expect(onUp).toHaveBeenLastCalledWith('tts', true);
});

test('a success without a failure before is nothing', () => {
  health.succeeded('stt');
  expect(onUp).not.toHaveBeenCalled();
});

test('what failed before anybody listened is told late, not never', () => {
  const early = new ProviderHealth();
  early.failed('tts', new Error('down'));
  const down = vi.fn();
  early.listen({ down, up: vi.fn() });
  expect(down).toHaveBeenCalledOnce();
});

test('is silent after the call', async () => {
  outages.stop();
  health.failed('llm', new Error('down'));
  await clock.advance(10_000);
  expect(onDown).not.toHaveBeenCalled();
  expect(generateReply).not.toHaveBeenCalled();
});

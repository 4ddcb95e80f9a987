// An utterance keeps its own sound, and a guess at it is used only while it is all that was said.
import { initializeLogger, stt } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { GuardedStt } from './guarded-stt.ts';
import { Utterance } from './utterance.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));

const RATE = 16_000;
const frameOf = (...values: number[]) =>
  new AudioFrame(Int16Array.from(values), RATE, 1, values.length);
const silence = (ms: number) => new AudioFrame(new Int16Array(ms * 16), RATE, 1, ms * 16);
const heard = (text: string): stt.SpeechEvent =>
  ({
    type: stt.SpeechEventType.FINAL_TRANSCRIPT,
    alternatives: [{ text, language: 'en', startTime: 0, endTime: 0, confidence: 1 }],
  }) as unknown as stt.SpeechEvent;

describe('an utterance', () => {
  test('is not changed when the detector writes over its buffer', () => {
    const shared = frameOf(1, 2, 3);
    const utterance = new Utterance(RATE);
    utterance.add([shared]);
    shared.data.fill(9);
    utterance.add([frameOf(4)]);
    expect([...utterance.sound().data]).toEqual([1, 2, 3, 4]);
  });

  test('stops growing after a minute', () => {
    const utterance = new Utterance(RATE);
    for (let second = 0; second < 90; second += 1) utterance.add([silence(1_000)]);
    expect(utterance.lengthMs).toBe(60_000);
  });

  test('gives the guess when nothing was said after it', async () => {
    const utterance = new Utterance(RATE);
    utterance.add([silence(500)]);
    utterance.startGuess(async () => heard('hello'));
    expect((await utterance.guessed())?.alternatives?.[0]?.text).toBe('hello');
  });

  test('cancels and forgets the guess when the caller speaks on', async () => {
    const utterance = new Utterance(RATE);
    let cancelled: AbortSignal | null = null;
    utterance.startGuess(async (_sound, cancel) => {
      cancelled = cancel;
      return heard('half');
    });
    utterance.dropGuess();
    expect(cancelled).toMatchObject({ aborted: true });
    expect(await utterance.guessed()).toBeNull();
  });

  test('has no guess when guessing failed', async () => {
    const utterance = new Utterance(RATE);
    utterance.startGuess(() => Promise.reject(new Error('busy')));
    expect(await utterance.guessed()).toBeNull();
  });

  test('guesses a few times at most, and never a monologue', () => {
    const guess = vi.fn(async () => heard('x'));
    const halting = new Utterance(RATE);
    for (let pause = 0; pause < 20; pause += 1) {
      halting.startGuess(guess);
      halting.dropGuess();
    }
    expect(guess).toHaveBeenCalledTimes(4);
    const monologue = new Utterance(RATE);
    monologue.add([silence(16_000)]);
    monologue.startGuess(guess);
    expect(guess).toHaveBeenCalledTimes(4);
  });
});

class ScriptedStt extends stt.STT {
  override label = 'scripted';
  answers: (stt.SpeechEvent | Error)[] = [];
  attempts = 0;

  constructor() {
    super({ streaming: false, interimResults: false });
  }

  protected override async _recognize(): Promise<stt.SpeechEvent> {
    this.attempts += 1;
    const answer = this.answers.shift() ?? new Error('no more answers');
    if (answer instanceof Error) throw answer;
    return answer;
  }

  override stream(): stt.SpeechStream {
    throw new Error('not streaming');
  }
}

describe('guarded recognition', () => {
  const watcher = {
    asked: vi.fn(),
    answered: vi.fn(),
    succeeded: vi.fn(),
    failed: vi.fn(),
    unavailable: vi.fn(),
  };

  test('tries twice before it tells of a failure, and lets the failure be retried', async () => {
    vi.clearAllMocks();
    const inner = new ScriptedStt();
    inner.answers = [new Error('first'), new Error('second'), heard('at last')];
    const guarded = new GuardedStt(inner, watcher);
    await expect(guarded.recognize(silence(500))).rejects.toThrow('second');
    expect(watcher.failed).toHaveBeenCalledOnce();
    const [, retry] = watcher.failed.mock.calls[0] as [Error, () => Promise<stt.SpeechEvent>];
    expect((await retry()).alternatives?.[0]?.text).toBe('at last');
  });

  test('a failure that the second try mends is no failure', async () => {
    vi.clearAllMocks();
    const inner = new ScriptedStt();
    inner.answers = [new Error('first'), heard('hello')];
    await new GuardedStt(inner, watcher).recognize(silence(500));
    expect(watcher.failed).not.toHaveBeenCalled();
    expect(watcher.succeeded).toHaveBeenCalledOnce();
  });

  test('where nothing can be recognized, callers are told to type and nothing has failed', async () => {
    vi.clearAllMocks();
    const inner = new ScriptedStt();
    inner.answers = [Object.assign(new Error('no'), { status: 503, code: 'no_recognizer' })];
    const event = await new GuardedStt(inner, watcher).recognize(silence(500));
    expect(event.alternatives).toBeUndefined();
    expect(watcher.unavailable).toHaveBeenCalledOnce();
    expect(watcher.failed).not.toHaveBeenCalled();
  });

  test('a cancelled recognition is not a failure of the provider', async () => {
    vi.clearAllMocks();
    const inner = new ScriptedStt();
    const guarded = new GuardedStt(inner, watcher);
    await expect(guarded.recognize(silence(500), AbortSignal.abort())).rejects.toThrow();
    expect(watcher.failed).not.toHaveBeenCalled();
    expect(inner.attempts).toBe(1);
    // Nobody waits for it any more.
    expect(watcher.asked).toHaveBeenCalledTimes(watcher.answered.mock.calls.length);
  });

  test('a guess that fails and the question after it are one wait', async () => {
    const inner = new ScriptedStt();
    inner.answers = [new Error('hung'), heard('hello')];
    const waits = [0];
    const add = (change: number) => () => void waits.push((waits.at(-1) ?? 0) + change);
    const guarded = new GuardedStt(inner, { ...watcher, asked: add(1), answered: add(-1) });
    await guarded.guess(silence(500), new AbortController().signal).catch(() => null);
    await guarded.recognize(silence(500));
    await new Promise(setImmediate);
    expect(waits.at(-1)).toBe(0);
    expect(waits.slice(1, -1)).not.toContain(0);
  });
});

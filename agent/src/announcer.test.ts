// The agent's own sentences: said at once when prepared, measured, and never the cause of a failure.
import { ReadableStream } from 'node:stream/web';
import type { tts } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Announcer } from './announcer.ts';
import { phrases } from './phrases.ts';
import { prepareSpeech } from './prepared-speech.ts';
import { quietLogger } from './quiet-logger.ts';

const SECOND = new AudioFrame(new Int16Array(24_000), 24_000, 1, 24_000);

/** A voice that says everything in two seconds, or nothing at all. */
class FakeVoice {
  isBroken = false;
  readonly texts: string[] = [];

  async *synthesize(text: string) {
    this.texts.push(text);
    if (this.isBroken) return;
    yield { frame: SECOND };
    yield { frame: SECOND };
  }
}

const say = vi.fn((_text: string, _options: object) => ({
  waitForPlayout: async () => {},
}));
const interrupt = vi.fn();
let voice: FakeVoice;
let announcer: Announcer;

beforeEach(() => {
  vi.clearAllMocks();
  voice = new FakeVoice();
  announcer = new Announcer(voice as unknown as tts.TTS, quietLogger().logger);
  announcer.attach({ say, interrupt } as never);
});

async function lengthOf(stream: ReadableStream<AudioFrame>): Promise<number> {
  let samples = 0;
  for await (const frame of stream) samples += frame.samplesPerChannel;
  return samples;
}

describe('prepared speech', () => {
  test('knows its length and can be heard more than once', async () => {
    const prepared = prepareSpeech(voice as unknown as tts.TTS, 'Hello.');
    expect(await prepared.durationMs).toBe(2_000);
    expect(await lengthOf(prepared.frames())).toBe(48_000);
    expect(await lengthOf(prepared.frames())).toBe(48_000);
  });

  test('can be heard before it is complete', async () => {
    const prepared = prepareSpeech(voice as unknown as tts.TTS, 'Hello.');
    expect(await lengthOf(prepared.frames())).toBe(48_000);
  });

  test('fails when there is no sound', async () => {
    voice.isBroken = true;
    const prepared = prepareSpeech(voice as unknown as tts.TTS, 'Hello.');
    await expect(prepared.durationMs).rejects.toThrow('no speech');
    expect(prepared.hasFailed()).toBe(true);
    expect(await lengthOf(prepared.frames())).toBe(0);
  });
});

describe('the announcer', () => {
  test('measures a goodbye once and says it uninterrupted, in place of other speech', async () => {
    expect(await announcer.prepareGoodbye('out_of_time')).toBe(2_000);
    expect(await announcer.prepareGoodbye('out_of_time')).toBe(2_000);
    await announcer.sayGoodbye('out_of_time');
    expect(voice.texts).toEqual([phrases.goodbye.out_of_time]);
    expect(interrupt).toHaveBeenCalledBefore(say);
    expect(say.mock.calls[0]?.[1]).toMatchObject({
      allowInterruptions: false,
      audio: expect.any(ReadableStream),
    });
  });

  test('guesses the length of a goodbye that cannot be prepared', async () => {
    voice.isBroken = true;
    expect(await announcer.prepareGoodbye('idle')).toBe(4_500);
    await announcer.sayGoodbye('idle');
    expect(say).toHaveBeenCalledOnce();
  });

  test('remembers how long its sentences are', async () => {
    const prepared = announcer.prepare('Hello there.');
    await prepared.durationMs;
    await announcer.say(prepared);
    expect(announcer.lengthMsOf('Hello there.')).toBe(2_000);
    expect(announcer.lengthMsOf('Something else.')).toBeNull();
  });

  test('survives a session that is closing', async () => {
    say.mockImplementationOnce(() => {
      throw new Error('AgentSession is closing');
    });
    interrupt.mockImplementation(() => {
      throw new Error('AgentSession is not running');
    });
    await announcer.say('Hello.', { replacesSpeech: true });
    announcer.stop();
    interrupt.mockReset();
  });

  test('says nothing after it was silenced, nor before there is a session', async () => {
    announcer.silence();
    await announcer.say('Hello.');
    await new Announcer(voice as unknown as tts.TTS, quietLogger().logger).say('Hello.');
    expect(say).not.toHaveBeenCalled();
  });
});

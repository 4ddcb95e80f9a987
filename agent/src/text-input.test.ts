// What callers type is bounded: garbage, giants and floods are dropped, and never crash a call.
import type { TextStreamReader } from '@livekit/rtc-node';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type LogLine, quietLogger } from './quiet-logger.ts';
import { SimulatedClock, settled } from './simulated-clock.ts';
import { acceptTextInput, cleanText } from './text-input.ts';

type Handler = (reader: TextStreamReader, sender: { identity: string }) => void;

/** A stream of chunks that notes how far it was read and whether it was closed. */
class FakeReader {
  read = 0;
  isClosed = false;
  private readonly chunks: Iterable<string>;
  private readonly waitsForever: boolean;

  constructor(chunks: Iterable<string>, waitsForever = false) {
    this.chunks = chunks;
    this.waitsForever = waitsForever;
  }

  close = async () => {
    this.isClosed = true;
  };

  async *[Symbol.asyncIterator]() {
    try {
      for (const chunk of this.chunks) {
        this.read += 1;
        yield chunk;
      }
      if (this.waitsForever) await new Promise(() => {});
    } finally {
      this.isClosed = true;
    }
  }
}

let clock: SimulatedClock;
let receive: Handler;
let lines: LogLine[];
const onMessage = vi.fn();
const onTooLong = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  clock = new SimulatedClock();
  const quiet = quietLogger();
  lines = quiet.lines;
  acceptTextInput({
    room: {
      registerTextStreamHandler: (_topic: string, handler: Handler) => {
        receive = handler;
      },
    } as never,
    userIdentity: 'user-1',
    clock,
    logger: quiet.logger,
    onMessage,
    onTooLong,
  });
});

async function type(reader: FakeReader, identity = 'user-1'): Promise<FakeReader> {
  receive(reader as unknown as TextStreamReader, { identity });
  await settled();
  return reader;
}

test('passes on what the caller typed, cleaned', async () => {
  await type(new FakeReader(['  how many ', '\n\tminutes? \u0000']));
  expect(onMessage).toHaveBeenCalledWith('how many minutes?');
});

test('takes nothing from anybody else in the room', async () => {
  const reader = await type(new FakeReader(['hello']), 'stranger');
  expect(onMessage).not.toHaveBeenCalled();
  expect(reader.isClosed).toBe(true);
});

test('stops reading a giant early and says that it is too long', async () => {
  const chunks = Array.from({ length: 10_000 }, () => 'y'.repeat(1_000));
  const reader = await type(new FakeReader(chunks));
  expect(onTooLong).toHaveBeenCalledOnce();
  expect(reader.read).toBeLessThan(5);
  expect(reader.isClosed).toBe(true);
});

test('ignores what is empty or only control characters', async () => {
  for (const text of ['', ' \n ', '\u0001\u0002\ufffd']) await type(new FakeReader([text]));
  expect(onMessage).not.toHaveBeenCalled();
});

test('takes 20 messages a minute and drops the rest, with few words about it', async () => {
  for (let index = 0; index < 500; index += 1) await type(new FakeReader([`message ${index}`]));
  expect(onMessage).toHaveBeenCalledTimes(20);
  expect(lines.length).toBeLessThan(10);
  await clock.advance(61_000);
  await type(new FakeReader(['again']));
  expect(onMessage).toHaveBeenCalledTimes(21);
});

test('gives up a message that never ends', async () => {
  const reader = await type(new FakeReader(['never'], true));
  expect(reader.isClosed).toBe(false);
  await clock.advance(11_000);
  expect(reader.isClosed).toBe(true);
});

test('survives a stream that breaks', async () => {
  function* broken() {
    yield 'half';
    throw new Error('disconnected');
  }
  await type(new FakeReader(broken()));
  expect(onMessage).not.toHaveBeenCalled();
});

describe('cleaning', () => {
  test('keeps letters of all scripts and whole emoji', () => {
    expect(cleanText('Grüße 你好 💥')).toBe('Grüße 你好 💥');
  });

  test('mends broken surrogates', () => {
    expect(cleanText('\ud800 broken')).toBe('broken');
  });
});

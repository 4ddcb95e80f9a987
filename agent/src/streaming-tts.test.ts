// Synthesis sounds as it arrives, in whole frames, and fails in ways the framework can retry.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APIConnectionError, APIStatusError, initializeLogger } from '@livekit/agents';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPcmFramer, StreamingTts } from './streaming-tts.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function voiceOn(answer: RequestListener): Promise<StreamingTts> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  return new StreamingTts({ baseUrl, apiKey: 'key', model: 'some-model' }, 'alloy');
}

const once = { maxRetry: 0, retryIntervalMs: 1, timeoutMs: 1_000 };

/** What the voice said, and the error it told of instead. */
async function speak(voice: StreamingTts, text = 'Hello.', retries = once) {
  const errors: Error[] = [];
  voice.on('error', ({ error }) => errors.push(error));
  const frames = [];
  for await (const { frame, final } of voice.synthesize(text, retries)) {
    frames.push({ samples: frame.samplesPerChannel, final });
  }
  return { frames, errors };
}

describe('the framer', () => {
  test('makes the same sound of any chunks', () => {
    const bytes = Buffer.from(Int16Array.from({ length: 5_000 }, (_, i) => i - 2_500).buffer);
    const whole = createPcmFramer();
    const expected = [...whole.push(bytes), ...whole.flush()].flatMap(({ data }) => [...data]);
    const framer = createPcmFramer();
    const heard: number[] = [];
    for (let at = 0; at < bytes.length; at += 333) {
      for (const { data } of framer.push(bytes.subarray(at, at + 333))) heard.push(...data);
    }
    for (const { data } of framer.flush()) heard.push(...data);
    expect(heard).toEqual(expected);
    expect(heard).toHaveLength(5_000);
  });

  test('drops half a sample at the end', () => {
    const framer = createPcmFramer();
    framer.push(Buffer.from([1, 2, 3]));
    expect(framer.flush()[0]?.samplesPerChannel).toBe(1);
  });
});

describe('the voice', () => {
  test('asks for raw sound in the given model and voice', async () => {
    let asked: Record<string, unknown> = {};
    const voice = await voiceOn((request, response) => {
      expect(request.headers.authorization).toBe('Bearer key');
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked = JSON.parse(body);
        response.end(Buffer.alloc(4_000));
      });
    });
    const { frames, errors } = await speak(voice);
    expect(asked).toEqual({
      model: 'some-model',
      voice: 'alloy',
      input: 'Hello.',
      response_format: 'pcm',
    });
    expect(errors).toEqual([]);
    expect(frames.map(({ final }) => final)).toEqual([false, false, true]);
    expect(frames.reduce((sum, { samples }) => sum + samples, 0)).toBe(2_000);
  });

  test('sounds before the answer is complete', async () => {
    let finish = () => {};
    const voice = await voiceOn((_request, response) => {
      response.write(Buffer.alloc(48_000));
      finish = () => response.end();
    });
    const speech = voice.synthesize('Hello.', once);
    expect((await speech.next()).done).toBe(false);
    finish();
    speech.close();
  });

  test('tries again after a failure of the server', async () => {
    let requests = 0;
    const voice = await voiceOn((_request, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(503).end();
      else response.end(Buffer.alloc(4_000));
    });
    const { frames, errors } = await speak(voice, 'Hello.', { ...once, maxRetry: 2 });
    expect(requests).toBe(2);
    expect(errors).toEqual([]);
    expect(frames).toHaveLength(3);
  });

  test.each([
    [401, false],
    [500, true],
  ])('tells of an answer %i, retryable: %s', async (status, isRetryable) => {
    const voice = await voiceOn((_request, response) => response.writeHead(status).end());
    const unhandled = ignoreFrameworkRejection();
    const { errors } = await speak(voice);
    await unhandled.done();
    expect(errors[0]).toBeInstanceOf(APIStatusError);
    expect((errors[0] as APIStatusError).retryable).toBe(isRetryable);
  });

  test('does not say twice what was heard before the connection broke', async () => {
    let requests = 0;
    const voice = await voiceOn((_request, response) => {
      requests += 1;
      response.write(Buffer.alloc(48_000), () => response.destroy());
    });
    const unhandled = ignoreFrameworkRejection();
    const { errors } = await speak(voice, 'Hello.', { ...once, maxRetry: 3 });
    await unhandled.done();
    expect(requests).toBe(1);
    expect(errors[0]).toBeInstanceOf(APIConnectionError);
  });
});

/** The framework rejects a promise of its own that nobody can reach when synthesis fails. */
function ignoreFrameworkRejection() {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', () => {});
  return {
    done: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    },
  };
}

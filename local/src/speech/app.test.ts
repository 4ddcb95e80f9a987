// Guards that the official OpenAI client works with the sandbox, and that bad requests get clear answers.
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createSpeechApp } from './app.ts';
import { toPcm16, wavHeader } from './audio/wav.ts';
import { TOOLS } from './dialogue/testing.ts';
import { createDisturbances } from './disturbances.ts';
import type { SpeechServices } from './services.ts';
import { startSynthesizer } from './synthesis/synthesizer.ts';

const synthesizer = startSynthesizer(1);
afterAll(() => synthesizer.stop());
const bugs: Error[] = [];
const services: SpeechServices = {
  recognizer: {
    recognize: async ({ samples }) => `${samples.length} samples`,
    stop: async () => {},
  },
  synthesizer,
  disturbances: createDisturbances({ stt: 0, llm: 0, tts: 0 }),
  allowsFaults: true,
  onBug: (error) => bugs.push(error),
};
const base = 'http://127.0.0.1:9';
const connect = (changed: Partial<SpeechServices> = {}) => {
  const app = createSpeechApp({ ...services, ...changed });
  const client = new OpenAI({
    apiKey: 'sandbox',
    baseURL: `${base}/v1`,
    maxRetries: 0,
    fetch: async (url, init) => app.request(String(url), init as RequestInit),
  });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(`${base}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox', 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { app, client, post };
};
const { app, client, post } = connect();
async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
const model = 'sandbox';
const tools = TOOLS as OpenAI.Chat.ChatCompletionTool[];
const ask = (content: string) => [{ role: 'user' as const, content }];
beforeEach(() => {
  services.disturbances.clear();
  bugs.length = 0;
});

describe('chat completions', () => {
  test('words come as a stream that ends with the usage', async () => {
    const chunks = await collect(
      await client.chat.completions.create({
        model,
        messages: ask('hello'),
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toContain('Hello');
    expect(chunks.findLast((chunk) => chunk.choices.length > 0)?.choices[0]?.finish_reason).toBe(
      'stop',
    );
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('a tool call comes as a stream the client can put together', async () => {
    const stream = client.chat.completions.stream({
      model,
      messages: ask('my name is ann and my number is 5551234'),
      tools,
    });
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    const call = completion.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== 'function') throw new Error('no function call');
    expect(call.id).toMatch(/^call_/);
    expect(call.function.name).toBe('capture_lead');
    expect(JSON.parse(call.function.arguments)).toEqual({ name: 'Ann', phone: '5551234' });
  });

  test('an answer may also come whole', async () => {
    const messages = ask('what is my balance');
    const completion = await client.chat.completions.create({ model, messages, tools });
    expect(completion.choices[0]?.message.tool_calls).toHaveLength(1);
    const without = await client.chat.completions.create({
      model,
      messages,
      tools,
      tool_choice: 'none',
    });
    expect(without.choices[0]?.message.content).toContain('sandbox');
  });

  test.each([
    ['{"model":', /not JSON/],
    [{ model }, /messages/],
    [{ model, messages: [] }, /messages/],
    [{ model, messages: [{ role: 'alien', content: 'hi' }] }, /role/],
    [{ model, messages: [{ role: 'user', content: 7 }] }, /content/],
    ['[]', /body/],
  ])('refuses %j as OpenAI would', async (body, message) => {
    const response = await post('/v1/chat/completions', body);
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toMatch(message);
  });
});

describe('speech', () => {
  test('is WAV or bare samples', async () => {
    const request = { model, voice: 'alloy', input: 'Hello there.' } as const;
    const wav = await client.audio.speech.create({ ...request, response_format: 'wav' });
    const pcm = await client.audio.speech.create({ ...request, response_format: 'pcm' });
    const wavBytes = Buffer.from(await wav.arrayBuffer());
    const pcmBytes = Buffer.from(await pcm.arrayBuffer());
    expect(wavBytes.subarray(0, 4).toString()).toBe('RIFF');
    expect(wavBytes.subarray(44).equals(pcmBytes)).toBe(true);
    expect(Number(pcm.headers.get('openai-processing-ms'))).toBeGreaterThanOrEqual(0);
  });

  test('refuses formats and texts it cannot make', async () => {
    const request = { model, voice: 'alloy', input: 'Hello.' };
    expect((await post('/v1/audio/speech', { ...request, response_format: 'mp3' })).status).toBe(
      400,
    );
    expect((await post('/v1/audio/speech', { ...request, input: '' })).status).toBe(400);
    expect((await post('/v1/audio/speech', { ...request, input: 'x'.repeat(5000) })).status).toBe(
      400,
    );
  });
});

describe('transcriptions', () => {
  const wav = (sampleCount: number) => {
    const pcm16 = toPcm16(new Float32Array(sampleCount));
    return Buffer.concat([wavHeader(16_000, pcm16.byteLength), Buffer.from(pcm16.buffer)]);
  };

  test('hear an uploaded WAV file', async () => {
    const file = await toFile(wav(1600), 'audio.wav');
    const heard = await client.audio.transcriptions.create({ model, file, language: 'en' });
    expect(heard.text).toBe('1600 samples');
  });

  test('refuse what is no sound, and sound that never ends', async () => {
    const text = await toFile(Buffer.from('hello'), 'audio.wav');
    const long = await toFile(wav(16_000 * 121), 'audio.wav');
    const create = (file: File) => client.audio.transcriptions.create({ model, file });
    await expect(create(text)).rejects.toMatchObject({ status: 400, code: 'invalid_audio' });
    await expect(create(long)).rejects.toMatchObject({ status: 400, code: 'audio_too_long' });
    expect((await post('/v1/audio/transcriptions', {})).status).toBe(400);
  });

  test('say so when this machine has no recognizer', async () => {
    const deaf = connect({ recognizer: null });
    const file = await toFile(wav(1600), 'audio.wav');
    const heard = deaf.client.audio.transcriptions.create({ model, file });
    await expect(heard).rejects.toMatchObject({ status: 503, code: 'no_recognizer' });
    const health = await deaf.app.request(`${base}/health`);
    expect(await health.json()).toEqual({ status: 'ok', understandsVoice: false });
  });
});

describe('embeddings', () => {
  const vectorsOf = async (input: string[]) => {
    const { data } = await client.embeddings.create({ model, input, dimensions: 256 });
    return data.map(({ embedding }) => embedding);
  };
  const likeness = (a: number[] = [], b: number[] = []) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

  test('are the same each time, of length one, and nearer for texts that share words', async () => {
    const [cat, again, kitten, tax] = await vectorsOf([
      'the cat sat on the mat',
      'the cat sat on the mat',
      'a cat on the mat',
      'value added tax',
    ]);
    expect(likeness(cat, again)).toBeCloseTo(1);
    expect(likeness(cat, kitten)).toBeGreaterThan(likeness(cat, tax) + 0.2);
  });
});

describe('who may ask', () => {
  test('a key must be sent, any one', async () => {
    const response = await app.request(`${base}/v1/models`);
    expect(response.status).toBe(401);
    expect((await response.json()).error.code).toBe('invalid_api_key');
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
  });

  test('a name that points at this machine is refused', async () => {
    const headers = { authorization: 'Bearer x' };
    const response = await app.request('http://evil.example/v1/models', { headers });
    expect(response.status).toBe(403);
  });

  test('bodies have a limit', async () => {
    const body = { model, messages: ask('x'.repeat(5 * 1024 * 1024)) };
    const response = await post('/v1/chat/completions', body);
    expect(response.status).toBe(413);
    expect((await response.json()).error.code).toBe('body_too_large');
  });

  test('what is not there is not found, as OpenAI says it', async () => {
    expect((await post('/v1/images/generations', {})).status).toBe(404);
    await expect(client.models.retrieve('gpt-9')).rejects.toMatchObject({ status: 404 });
  });
});

describe('ordered faults', () => {
  const complete = () => client.chat.completions.create({ model, messages: ask('hello') });

  test('fail as often as ordered', async () => {
    await post('/sandbox/faults', { part: 'llm', mode: 'fail', status: 503, count: 1 });
    await expect(complete()).rejects.toMatchObject({ status: 503 });
    await expect(complete()).resolves.toBeDefined();
  });

  test('hang until the client gives up', async () => {
    await post('/sandbox/faults', { part: 'tts', mode: 'hang' });
    const signal = AbortSignal.timeout(50);
    const hanging = app.request(`${base}/v1/audio/speech`, {
      method: 'POST',
      signal,
      headers: { authorization: 'Bearer x' },
      body: JSON.stringify({ model, input: 'Hello.' }),
    });
    expect((await hanging).status).toBe(503);
  });

  test('leave the other parts alone, and end when told', async () => {
    await post('/sandbox/faults', { part: 'stt', mode: 'fail' });
    await expect(complete()).resolves.toBeDefined();
    await post('/sandbox/faults', { part: 'llm', mode: 'fail' });
    await post('/sandbox/faults', { part: 'llm', mode: 'none' });
    await expect(complete()).resolves.toBeDefined();
  });

  test('cannot be ordered where they are not allowed', async () => {
    const safe = connect({ allowsFaults: false });
    expect((await safe.post('/sandbox/faults', { part: 'llm', mode: 'fail' })).status).toBe(404);
  });
});

test('a bug is told to the log and not to the client', async () => {
  const broken = connect({
    recognizer: {
      recognize: async () => {
        throw new Error('secret detail');
      },
      stop: async () => {},
    },
  });
  const file = await toFile(Buffer.concat([wavHeader(16_000, 4), Buffer.alloc(4)]), 'audio.wav');
  const heard = broken.client.audio.transcriptions.create({ model, file });
  await expect(heard).rejects.toMatchObject({ status: 500, message: '500 The sandbox failed.' });
  expect(bugs.map(({ message }) => message)).toEqual(['secret detail']);
});

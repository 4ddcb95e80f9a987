// Recognizer, model and voice that always take the same time, so that what is left is our own.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How long each provider takes, in milliseconds. */
export const PROVIDER_DELAYS = { stt: 100, llm: 150, tts: 100 } as const;

/** What no agent can be quicker than: words, first token and first sound come one after the other. */
export const PROVIDER_TIME_MS = PROVIDER_DELAYS.stt + PROVIDER_DELAYS.llm + PROVIDER_DELAYS.tts;

/** After the first token, as quick as a quick model writes. */
const TOKEN_MS = 5;
const SAMPLE_RATE = 24_000;
const SOUND_MS_PER_CHARACTER = 60;
/** Syllables of changing pitch and loudness, more like a voice than an even tone. */
const SYLLABLE_MS = 180;
const PITCHES_HZ = [140, 190, 165, 230, 150];
const HARMONICS = [1, 0.6, 0.4, 0.3, 0.2];
const LOUD = 5_000;
const QUIET = 1_500;

/** One request, its moments as readings of `performance.now()` in this process. */
export interface ProviderRequest {
  provider: keyof typeof PROVIDER_DELAYS;
  receivedAt: number;
  answeredAt: number | null;
}

/** The three providers behind one address. */
export interface FixedProviders {
  /** The base address, as OPENAI_BASE_URL wants it. */
  baseUrl: string;
  /** What the recognizer hears from now on, and what the model answers. */
  script: { heard: string; answer: string };
  /** All requests so far, oldest first. */
  readonly requests: readonly ProviderRequest[];
  stop(): Promise<void>;
}

/** How long a text sounds in the fixed voice, in milliseconds. */
export const soundMsOf = (text: string): number => text.length * SOUND_MS_PER_CHARACTER;

/** Babble that lasts as long as the text would be spoken: 16-bit samples. */
function babbleOf(text: string): Buffer {
  const count = Math.round((soundMsOf(text) * SAMPLE_RATE) / 1_000);
  const samples = new Int16Array(count);
  for (let index = 0; index < count; index += 1) {
    const atMs = (index * 1_000) / SAMPLE_RATE;
    const syllable = Math.floor(atMs / SYLLABLE_MS);
    const within = (atMs % SYLLABLE_MS) / SYLLABLE_MS;
    const pitchHz = PITCHES_HZ[syllable % PITCHES_HZ.length] ?? 150;
    const loudness = QUIET + (LOUD - QUIET) * Math.sin(Math.PI * within);
    const phase = (2 * Math.PI * pitchHz * index) / SAMPLE_RATE;
    const wave = HARMONICS.reduce(
      (sum, share, order) => sum + share * Math.sin(phase * (order + 1)),
      0,
    );
    samples[index] = loudness * wave;
  }
  return Buffer.from(samples.buffer);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function streamAnswer(response: ServerResponse, answer: string): Promise<void> {
  const chunk = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({
      id: 'fixed',
      object: 'chat.completion.chunk',
      created: 0,
      model: 'fixed',
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const word of answer.split(/(?<= )/)) {
    response.write(chunk({ role: 'assistant', content: word }, null));
    await delay(TOKEN_MS);
  }
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
}

/** Starts the server on a free port of this machine. */
export async function startFixedProviders(): Promise<FixedProviders> {
  let script: FixedProviders['script'] = { heard: 'what can you do', answer: 'I can help.' };
  const requests: ProviderRequest[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const noted = (provider: ProviderRequest['provider']) => {
      const entry: ProviderRequest = { provider, receivedAt: performance.now(), answeredAt: null };
      requests.push(entry);
      return delay(PROVIDER_DELAYS[provider]).then(() => {
        entry.answeredAt = performance.now();
      });
    };
    if (request.url?.endsWith('/audio/transcriptions')) {
      await noted('stt');
      const { heard: text } = script;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text }));
    } else if (request.url?.endsWith('/chat/completions')) {
      await noted('llm');
      await streamAnswer(response, script.answer);
    } else if (request.url?.endsWith('/audio/speech')) {
      await noted('tts');
      response.writeHead(200, { 'content-type': 'audio/pcm' });
      response.end(babbleOf(JSON.parse(body.toString()).input));
    } else {
      response.writeHead(404).end();
    }
  }

  const server = createServer((request, response) => {
    // A request that is given up in its middle is no failure of ours.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    get script() {
      return script;
    },
    set script(next) {
      script = next;
    },
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// Speech synthesis that starts to sound while the rest is still on its way.
// The OpenAI plugin waits for the whole sentence, never times out, cannot retry, and its framing
// copies the buffer for every frame; this speaks the same HTTP and does none of that.

import type { ReadableStream } from 'node:stream/web';
import {
  APIConnectionError,
  type APIConnectOptions,
  APIError,
  APIStatusError,
  APITimeoutError,
  tts,
} from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import type { SpeechProvider } from './environment.ts';

const SAMPLE_RATE = 24_000;
const FRAME_SAMPLES = SAMPLE_RATE / 25;
const BYTES_PER_SAMPLE = 2;
/**
 * Until the first byte; the framework watches the pauses after it. Ten seconds after it asked the
 * model it gives a silent answer up without a word, so that a voice that hangs must be told of before.
 */
const FIRST_BYTE_TIMEOUT_MS = 5_000;
/** Longer texts are not speech; OpenAI's limit is 4,096 characters. */
const MAX_CHARACTERS = 4_000;

/** Cuts a stream of 16-bit samples, however its chunks fall, into frames of 40 ms. */
export function createPcmFramer() {
  let rest: Buffer = Buffer.alloc(0);
  const frameBytes = FRAME_SAMPLES * BYTES_PER_SAMPLE;
  const frameOf = (bytes: Buffer): AudioFrame => {
    const samples = new Int16Array(bytes.length / BYTES_PER_SAMPLE);
    Buffer.from(samples.buffer).set(bytes);
    return new AudioFrame(samples, SAMPLE_RATE, 1, samples.length);
  };
  return {
    push(chunk: Uint8Array): AudioFrame[] {
      const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      const frames: AudioFrame[] = [];
      let at = 0;
      for (; at + frameBytes <= bytes.length; at += frameBytes) {
        frames.push(frameOf(bytes.subarray(at, at + frameBytes)));
      }
      rest = bytes.subarray(at);
      return frames;
    },
    flush(): AudioFrame[] {
      const whole = rest.subarray(0, rest.length - (rest.length % BYTES_PER_SAMPLE));
      rest = Buffer.alloc(0);
      return whole.length === 0 ? [] : [frameOf(whole)];
    },
  };
}

/** A voice of an OpenAI-compatible server. */
export class StreamingTts extends tts.TTS {
  override label = 'mindbot.StreamingTts';
  readonly endpoint: SpeechProvider;
  readonly voice: string;

  constructor(endpoint: SpeechProvider, voice: string) {
    super(SAMPLE_RATE, 1, { streaming: false });
    this.endpoint = endpoint;
    this.voice = voice;
  }

  override get model(): string {
    return this.endpoint.model;
  }

  override get provider(): string {
    return new URL(this.endpoint.baseUrl).host;
  }

  override synthesize(
    text: string,
    connOptions?: APIConnectOptions,
    abortSignal?: AbortSignal,
  ): tts.ChunkedStream {
    return new StreamedSpeech(this, text, connOptions, abortSignal);
  }

  override stream(): tts.SynthesizeStream {
    throw new Error('the framework streams sentence by sentence through its adapter');
  }
}

class StreamedSpeech extends tts.ChunkedStream {
  override label = 'mindbot.StreamedSpeech';
  private readonly owner: StreamingTts;

  constructor(
    owner: StreamingTts,
    text: string,
    connOptions?: APIConnectOptions,
    abortSignal?: AbortSignal,
  ) {
    super(text, owner, connOptions, abortSignal);
    this.owner = owner;
  }

  protected override async run(): Promise<void> {
    const requestId = crypto.randomUUID();
    const framer = createPcmFramer();
    // The last frame is marked, so each waits for its successor.
    let held: AudioFrame | null = null;
    const put = (frames: AudioFrame[]) => {
      for (const frame of frames) {
        if (held) this.queue.put({ requestId, segmentId: requestId, frame: held, final: false });
        held = frame;
      }
    };
    try {
      for await (const chunk of await this.request()) put(framer.push(chunk));
      put(framer.flush());
    } catch (error) {
      if (this.abortSignal.aborted) return;
      if (error instanceof APIError && held === null) throw error;
      // What was heard already must not be said again, so only a silent failure is retried.
      const message = `speech synthesis failed: ${String(error)}`;
      throw new APIConnectionError({ message, options: { retryable: held === null } });
    }
    if (held) this.queue.put({ requestId, segmentId: requestId, frame: held, final: true });
  }

  private async request(): Promise<ReadableStream<Uint8Array>> {
    const { baseUrl, apiKey, model } = this.owner.endpoint;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), FIRST_BYTE_TIMEOUT_MS);
    try {
      const response = await fetch(`${baseUrl}/audio/speech`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          model,
          voice: this.owner.voice,
          input: this.inputText.slice(0, MAX_CHARACTERS),
          response_format: 'pcm',
        }),
        signal: AbortSignal.any([this.abortSignal, late.signal]),
      });
      if (!response.ok || !response.body) {
        const { status: statusCode } = response;
        const message = `speech synthesis answered ${statusCode}`;
        throw new APIStatusError({ message, options: { statusCode } });
      }
      return response.body as ReadableStream<Uint8Array>;
    } catch (error) {
      // Not again: a second try would be given up without a word, and nobody would know why.
      if (late.signal.aborted) throw new APITimeoutError({ options: { retryable: false } });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

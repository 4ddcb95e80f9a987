// Keeps one event stream open: connects, reads, notices silence, and comes back after a pause.
import type { MindbotError } from '../errors.ts';
import { wait } from '../retry.ts';
import type { Transport } from '../transport.ts';
import { type LiveEvent, readLiveEvent } from './live-event.ts';
import { createMessageParser } from './message-parser.ts';

/**
 * Where the stream stands. `waiting`: it was lost and is tried again after a pause. `signed_out`:
 * there is no token, or the api refused it; it is tried again with another one.
 */
export type EventStreamState = 'connecting' | 'open' | 'waiting' | 'signed_out' | 'closed';

/** What a connection is made of. */
export interface ConnectionSettings {
  transport: Transport;
  onEvent: (event: LiveEvent) => void;
  onStateChange: (state: EventStreamState) => void;
  /** How a pause is spent; replaced in tests. */
  pause?: typeof wait;
  random?: () => number;
  /** Silence after which the stream counts as lost; the api's heartbeat comes every 15 s. */
  maxSilenceMs?: number;
}

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
const TOKEN_PAUSE_MS = 5_000;
const MAX_SILENCE_MS = 45_000;

/** How long to pause before try number `count` (from 1): doubled each time, and spread by chance. */
export function reconnectPauseMs(count: number, random: number): number {
  const backoffMs = Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), MAX_PAUSE_MS);
  return Math.round(backoffMs * (0.5 + random / 2));
}

/** Runs until `signal` is aborted. Never throws. */
export async function runEventConnection(
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<void> {
  const { transport, onStateChange, pause = wait, random = Math.random } = settings;
  let refusedToken: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    const token = await transport.readToken();
    if (signal.aborted) break;
    if (token.error === null && (token.data === null || token.data === refusedToken)) {
      onStateChange('signed_out');
      await pause(TOKEN_PAUSE_MS, signal);
      continue;
    }
    onStateChange('connecting');
    const end = await follow(settings, signal);
    if (signal.aborted) break;
    const isRefused = end.error?.code === 'unauthenticated';
    refusedToken = isRefused ? token.data : null;
    if (isRefused) continue;
    failures = end.wasOpen ? 1 : failures + 1;
    onStateChange('waiting');
    const askedMs = end.error && 'retryAfterMs' in end.error ? (end.error.retryAfterMs ?? 0) : 0;
    await pause(Math.max(askedMs, reconnectPauseMs(failures, random())), signal);
  }
  onStateChange('closed');
}

type StreamEnd = { wasOpen: boolean; error: MindbotError | null };

/** Opens the stream once and reads it to its end. */
async function follow(settings: ConnectionSettings, signal: AbortSignal): Promise<StreamEnd> {
  const { transport, maxSilenceMs = MAX_SILENCE_MS } = settings;
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop, { once: true });
  let silence = setTimeout(stop, maxSilenceMs);
  const noteSign = () => {
    clearTimeout(silence);
    silence = setTimeout(stop, maxSilenceMs);
  };
  let wasOpen = false;
  const open = () => {
    if (!wasOpen) settings.onStateChange('open');
    wasOpen = true;
  };
  try {
    const path = '/events';
    const { data, error } = await transport.open({ method: 'GET', path }, controller.signal);
    if (error) return { wasOpen, error };
    const type = data.headers.get('content-type') ?? '';
    // A page of something between us and the api is no stream, whatever its status.
    if (!data.body || !type.startsWith('text/event-stream')) return { wasOpen, error: null };
    const reader = data.body.getReader();
    // A `fetch` of the caller's own may forget to end the body with the request.
    const cancel = () => void reader.cancel().catch(() => {});
    controller.signal.addEventListener('abort', cancel, { once: true });
    await readStream(reader, noteSign, (event) => {
      open();
      if (!signal.aborted) settings.onEvent(event);
    });
  } catch {
    // A broken stream is the ordinary end of a stream; the caller comes back.
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
    controller.abort();
  }
  return { wasOpen, error: null };
}

async function readStream(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  noteSign: () => void,
  onEvent: (event: LiveEvent) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  const parse = createMessageParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    noteSign();
    for (const { type, data } of parse(decoder.decode(value, { stream: true }))) {
      const event = readLiveEvent(type, data);
      if (event) onEvent(event);
    }
  }
}

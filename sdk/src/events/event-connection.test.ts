// Guards the event stream's life: it comes back after every failure, and never hammers the api.
import { expect, test } from 'vitest';
import { createTransport } from '../transport.ts';
import {
  type ConnectionSettings,
  reconnectPauseMs,
  runEventConnection,
} from './event-connection.ts';

/** A stream whose text the test writes. */
function makeStream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
  });
  const headers = { 'content-type': 'text/event-stream; charset=utf-8' };
  return {
    response: () => new Response(body, { headers }),
    write: (text: string) => controller?.enqueue(new TextEncoder().encode(text)),
    end: () => controller?.close(),
    break: () => controller?.error(new Error('connection reset')),
  };
}

const problem =
  (status: number, code: string, headers = {}) =>
  () =>
    Response.json({ code, detail: 'Detail.' }, { status, headers });

/** A connection to an api that answers with each of `answers` in turn; it stops after the last. */
function connect(
  answers: (() => Response)[],
  more: Partial<ConnectionSettings> = {},
  firstToken: string | null = 'token-1',
) {
  const log: string[] = [];
  const pausesMs: number[] = [];
  const tokens: (string | null)[] = [];
  const stop = new AbortController();
  let token = firstToken;
  let requestCount = 0;
  const transport = createTransport({
    baseUrl: 'https://mindbot.example',
    getAccessToken: () => token,
    timeoutMs: 5_000,
    maxRetries: 0,
    fetch: async (_url, init) => {
      tokens.push(new Headers(init?.headers).get('authorization'));
      const answer = answers[requestCount];
      requestCount += 1;
      if (!answer) {
        stop.abort();
        throw new TypeError('stopped');
      }
      return answer();
    },
  });
  const settings: ConnectionSettings = {
    transport,
    onEvent: (event) => log.push(event.type),
    onStateChange: (state) => log.push(`(${state})`),
    pause: async (durationMs) => void pausesMs.push(durationMs),
    random: () => 1,
    ...more,
  };
  const finished = runEventConnection(settings, stop.signal);
  const signIn = (next: string | null) => {
    token = next;
  };
  return { log, pausesMs, tokens, stop, finished, signIn };
}

test('tells of events in order and comes back when the stream ends', async () => {
  const first = makeStream();
  const second = makeStream();
  const told: string[] = [];
  const { log, pausesMs, finished } = connect([first.response, second.response], {
    onEvent: ({ type }) => {
      told.push(type);
      if (told.length === 3) second.break();
    },
  });
  first.write('event: ready\ndata: {}\n\nevent: balance_changed\nda');
  first.write('ta: {"accountId":"a"}\n\n: heartbeat\n\n');
  first.end();
  second.write('event: ready\ndata: {}\n\n');
  await finished;
  expect(told).toEqual(['ready', 'balance_changed', 'ready']);
  expect(log).toEqual([
    ...['(connecting)', '(open)', '(waiting)'],
    ...['(connecting)', '(open)', '(waiting)'],
    ...['(connecting)', '(closed)'],
  ]);
  expect(pausesMs).toEqual([1_000, 1_000]);
});

test('pauses longer after each failure in a row, and no longer after a success', async () => {
  const stream = makeStream();
  const down = () => {
    throw new TypeError('unreachable');
  };
  const { pausesMs, finished } = connect([down, down, down, stream.response, down]);
  stream.write('event: ready\ndata: {}\n\n');
  stream.end();
  await finished;
  expect(pausesMs).toEqual([1_000, 2_000, 4_000, 1_000, 2_000]);
});

test('a pause is spread by chance and has an end', () => {
  expect([reconnectPauseMs(1, 0), reconnectPauseMs(1, 1)]).toEqual([500, 1_000]);
  expect(reconnectPauseMs(60, 1)).toBe(30_000);
});

test('waits as long as the api asks', async () => {
  const { pausesMs, finished } = connect([problem(429, 'rate_limited', { 'retry-after': '20' })]);
  await finished;
  expect(pausesMs).toEqual([20_000]);
});

test('a refused token is not sent again; another one is', async () => {
  let pauses = 0;
  const connection = connect(
    [problem(401, 'unauthenticated'), problem(503, 'service_unavailable')],
    {
      pause: async () => {
        pauses += 1;
        if (pauses === 3) connection.signIn('token-2');
      },
    },
  );
  await connection.finished;
  expect(connection.tokens.slice(0, 2)).toEqual(['Bearer token-1', 'Bearer token-2']);
  expect(connection.log.slice(0, 3)).toEqual(['(connecting)', '(signed_out)', '(signed_out)']);
});

test('asks for nothing while nobody is signed in', async () => {
  const connection = connect([], { pause: async () => connection.stop.abort() }, null);
  await connection.finished;
  expect(connection.tokens).toEqual([]);
  expect(connection.log).toEqual(['(signed_out)', '(closed)']);
});

test('a page in place of the stream is a failure, not an open stream', async () => {
  const { log, finished } = connect([
    () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  ]);
  await finished;
  expect(log).not.toContain('(open)');
  expect(log).toContain('(waiting)');
});

test('a silent stream is given up', async () => {
  const silent = makeStream();
  const { log, finished } = connect([silent.response], { maxSilenceMs: 20 });
  silent.write('event: ready\ndata: {}\n\n');
  await finished;
  expect(log.slice(2)).toEqual(['ready', '(waiting)', '(connecting)', '(closed)']);
});

test('nothing is told after closing', async () => {
  const stream = makeStream();
  const { log, stop, finished } = connect([stream.response], {});
  stop.abort();
  stream.write('event: ready\ndata: {}\n\n');
  await finished;
  expect(log).toEqual(['(closed)']);
});

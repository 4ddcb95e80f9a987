// Sends HTTP requests over kept-alive sockets with as little work as possible, and times them.
import { connect, type Socket } from 'node:net';
import { percentile } from './statistics.ts';

/** What to send: the whole request as it goes over the wire. */
export type RequestText = (index: number) => string;

/** What was measured. */
export interface LoadResult {
  requestsPerSecond: number;
  p50Ms: number | null;
  p99Ms: number | null;
  /** Answers whose status was not the expected one. */
  failures: number;
}

/** A request as it goes over the wire. */
export function requestText(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): string {
  const lines = Object.entries({
    host: '127.0.0.1',
    ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Loads one port for so long; each connection sends its next request after the last answer. */
export async function load(options: {
  port: number;
  connections: number;
  durationMs: number;
  expectedStatus: number;
  request: RequestText;
}): Promise<LoadResult> {
  const { port, connections, durationMs, expectedStatus, request } = options;
  const durationsMs: number[] = [];
  let failures = 0;
  let sent = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;

  async function work(): Promise<void> {
    const socket = await open(port);
    while (performance.now() < endsAt) {
      const index = sent;
      sent += 1;
      const sentAt = performance.now();
      socket.write(request(index));
      const status = await readAnswer(socket);
      durationsMs.push(performance.now() - sentAt);
      if (status !== expectedStatus) failures += 1;
    }
    socket.destroy();
  }

  await Promise.all(Array.from({ length: connections }, work));
  const elapsedMs = performance.now() - startedAt;
  return {
    requestsPerSecond: Math.round((durationsMs.length * 1_000) / elapsedMs),
    p50Ms: percentile(durationsMs, 0.5),
    p99Ms: percentile(durationsMs, 0.99),
    failures,
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Reads one answer to its end and gives its status. */
function readAnswer(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (data: Buffer) => {
      text += data.toString('latin1');
      if (!isWhole(text)) return;
      socket.off('data', onData);
      socket.off('close', onClose);
      resolve(Number(text.slice(9, 12)));
    };
    const onClose = () => reject(new Error('the server closed the connection'));
    socket.on('data', onData);
    socket.once('close', onClose);
  });
}

function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const [, length] = /content-length: (\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  if (length !== undefined) return text.length >= headEnd + 4 + Number(length);
  return text.endsWith('\r\n0\r\n\r\n');
}

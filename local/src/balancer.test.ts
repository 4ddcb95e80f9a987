// Guards the one address before several apis: spread, streamed, and nothing sent twice.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Balancer, startBalancer } from './balancer.ts';
import { findFreePort } from './free-port.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a free port that is ready and answers everything else by `answer`. */
async function startBackend(answer: Answer): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    if (request.url === '/health/ready') response.end('ready');
    else answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

async function startBalanced(ports: number[]): Promise<{ url: string; balancer: Balancer }> {
  const port = await findFreePort();
  const balancer = await startBalancer({ port, onLine: () => {} });
  cleanups.push(balancer.stop);
  for (const backend of ports) balancer.add(backend);
  return { url: `http://127.0.0.1:${port}`, balancer };
}

const saying =
  (name: string): Answer =>
  (_, response) =>
    void response.end(name);

test('every api gets its share, and one that was removed none', async () => {
  const [one, two] = [await startBackend(saying('one')), await startBackend(saying('two'))];
  const { url, balancer } = await startBalanced([one.port, two.port]);
  const ask = async () => (await fetch(url)).text();
  const heard = [await ask(), await ask(), await ask(), await ask()];
  expect(heard.filter((name) => name === 'one')).toHaveLength(2);
  balancer.remove(one.port);
  expect([await ask(), await ask(), await ask()]).toEqual(['two', 'two', 'two']);
});

test('a request nobody listened to is given to another api with its whole body', async () => {
  const echo = await startBackend((request, response) => void request.pipe(response));
  const gone = await findFreePort();
  const { url } = await startBalanced([gone, echo.port]);
  const body = 'x'.repeat(300_000);
  for (let time = 0; time < 4; time += 1) {
    expect(await (await fetch(url, { method: 'POST', body })).text()).toBe(body);
  }
});

test('a request that may have been read is not sent to another api', async () => {
  let reads = 0;
  const dying: Answer = (request) => {
    reads += 1;
    request.socket.destroy();
  };
  const [one, two] = [await startBackend(dying), await startBackend(dying)];
  const { url } = await startBalanced([one.port, two.port]);
  const answer = await fetch(url, { method: 'POST', body: 'pay' });
  expect(answer.status).toBe(502);
  expect(reads).toBe(1);
});

test('an answer arrives piece by piece, and leaving ends it at the api too', async () => {
  const left = Promise.withResolvers<void>();
  const streaming = await startBackend((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\n\n');
    response.once('close', () => left.resolve());
  });
  const { url } = await startBalanced([streaming.port]);
  const leaving = new AbortController();
  const answer = await fetch(url, { signal: leaving.signal });
  const piece = await answer.body?.getReader().read();
  expect(new TextDecoder().decode(piece?.value)).toBe('data: first\n\n');
  leaving.abort();
  await left.promise;
});

test('an answer that broke off does not look like one that ended', async () => {
  const breaking = await startBackend((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  const { url } = await startBalanced([breaking.port]);
  await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
});

test('the api is told whose request it is, after whatever the caller claims', async () => {
  const telling = await startBackend((request, response) => {
    response.end(String(request.headers['x-forwarded-for']));
  });
  const { url } = await startBalanced([telling.port]);
  const claim = { headers: { 'x-forwarded-for': '9.9.9.9' } };
  expect(await (await fetch(url, claim)).text()).toBe('9.9.9.9, 127.0.0.1');
});

test('with no api at all, who asks is told so', async () => {
  const { url } = await startBalanced([]);
  expect((await fetch(url)).status).toBe(503);
});

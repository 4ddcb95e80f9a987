// The web client: hashed files kept for ever, pages fresh, all compressed, nothing else readable.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testEnvironment } from './testing/test-environment.ts';
import { createTestApp } from './testing/use-api.ts';
import { createWebClient } from './web-client.ts';

let folder: string;
const page = '<!doctype html><title>MindBot</title>';
const script = 'console.log("a".repeat(1000));'.repeat(50);

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'mindbot-web-')), 'dist');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

async function build(html = page): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, '../secret.txt'), 'outside');
  await writeFile(join(folder, 'assets/index-Ab12Cd34.js'), script);
  await writeFile(join(folder, 'assets/index-Ab12Cd34.js.map'), '{}');
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'index.html'), html);
}

function open() {
  const { app } = createTestApp(testEnvironment(), { webClient: createWebClient(folder) });
  return (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
}

test('hashed files may be kept for ever, pages may not', async () => {
  await build();
  const get = open();
  const asset = await get('/assets/index-Ab12Cd34.js');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  for (const path of ['/', '/favicon.svg']) {
    expect((await get(path)).headers.get('cache-control')).toBe('public, no-cache');
  }
});

test('files are compressed as the browser likes', async () => {
  await build();
  const get = open();
  const read = async (encodings: string) => {
    const response = await get('/assets/index-Ab12Cd34.js', { 'accept-encoding': encodings });
    return {
      encoding: response.headers.get('content-encoding'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const brotli = await read('gzip, deflate, br');
  expect(brotli.encoding).toBe('br');
  expect(brotliDecompressSync(brotli.bytes).toString()).toBe(script);
  const gzipped = await read('gzip, br;q=0');
  expect(gzipped.encoding).toBe('gzip');
  expect(gunzipSync(gzipped.bytes).toString()).toBe(script);
  expect(await read('identity')).toEqual({ encoding: null, bytes: Buffer.from(script) });
});

test('what the browser has already is not sent again', async () => {
  await build();
  const get = open();
  const etag = (await get('/')).headers.get('etag') ?? '';
  const again = await get('/', { 'if-none-match': etag });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test("the client's own addresses get its page; files and data that are not there do not", async () => {
  await build();
  const get = open();
  const html = { accept: 'text/html,application/xhtml+xml' };
  expect(await (await get('/history/some-call', html)).text()).toBe(page);
  expect((await get('/assets/gone.js', { accept: '*/*' })).status).toBe(404);
  expect((await get('/api/v1/nothing', html)).status).toBe(404);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '/assets/index-Ab12Cd34.js.map',
])('%s is not served', async (path) => {
  await build();
  const response = await open()(path);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('outside');
});

test('a client that is not built says what to do, and is there once it is', async () => {
  const get = open();
  const missing = await get('/', { accept: 'text/html' });
  expect(missing.status).toBe(503);
  expect(await missing.text()).toContain('npm run build -w @mindbot/web');
  await build();
  expect(await (await get('/')).text()).toBe(page);
});

test('a rebuilt client is served without a restart', async () => {
  await build();
  const get = open();
  await get('/');
  await build('<!doctype html><title>Newer</title>');
  await utimes(join(folder, 'index.html'), new Date(), new Date(Date.now() + 5_000));
  expect(await (await get('/')).text()).toContain('Newer');
});

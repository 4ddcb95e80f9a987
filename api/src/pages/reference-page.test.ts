// The reference page: from our own origin alone, with a document that is whole and checked in.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createOpenApiDocument } from '../openapi.ts';
import { routes } from '../routes/index.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { createTestApp } from '../testing/use-api.ts';

const { app } = createTestApp(testEnvironment());

test('loads nothing from elsewhere', async () => {
  const page = await app.request('/docs');
  const html = await page.text();
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses).toEqual(['data:,', '/docs/scalar.js', '/docs/start.js']);
  expect(html).not.toMatch(/<script>|<script [^>]*>[^<]/);
  const start = await app.request('/docs/start.js');
  expect(await start.text()).toContain('"url":"/openapi.json"');
});

test('has its script, compressed when possible', async () => {
  const response = await app.request('/docs/scalar.js', { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
  expect(text).toContain('createApiReference');
  const plain = await app.request('/docs/scalar.js');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe(text);
});

test('the document served is the one checked in', async () => {
  const served = await (await app.request('/openapi.json')).json();
  const path = resolve(import.meta.dirname, '../../../sdk/openapi.json');
  expect(served).toEqual(JSON.parse(readFileSync(path, 'utf8')));
});

test('every operation lives in a file of its name, and says what it is for', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../routes'))
    .filter((name) => !name.endsWith('.test.ts') && name !== 'index.ts')
    .map((name) => basename(name, '.ts'));
  const names = routes.map(({ config }) =>
    (config.operationId ?? '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
  expect(names.sort()).toEqual(files.sort());
  for (const { config } of routes) expect(config.summary).toMatch(/^[A-Z].{8,}[^.]$/);
});

test('clients find the messages of a call and the closed lists in the document', () => {
  const { components } = createOpenApiDocument();
  expect(Object.keys(components?.schemas ?? {})).toEqual(
    expect.arrayContaining(['CallEvent', 'TimeEvent', 'EndedReason', 'Problem', 'ProblemCode']),
  );
});

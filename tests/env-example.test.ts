// Keeps .env.example complete: every variable a process reads stands there, and nothing else does.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');
const named = (path: string, pattern: RegExp) =>
  [...read(path).matchAll(pattern)].map(([, name]) => name ?? '');

const explained = named('.env.example', /^([A-Z_]+)=/gm);
const readByServices = [
  ...named('api/src/environment.ts', /^ {2}([A-Z_]+):/gm),
  ...named('agent/src/environment.ts', /^ {4}([A-Z_]+):/gm),
  ...named('local/src/ports.ts', /^ {2}([A-Z_]+):/gm),
  ...named('platform/src/telemetry-environment.ts', /^ {2}([A-Z_]+):/gm),
];
// The supervisor tells these to the services; nobody sets them by hand.
const isInternal = (name: string) => name.startsWith('SANDBOX_');

test('every variable the services read is explained', () => {
  expect(readByServices.length).toBeGreaterThan(40);
  const missing = readByServices.filter((name) => !isInternal(name) && !explained.includes(name));
  expect(missing).toEqual([]);
});

test('every explained variable is named somewhere in the sources', () => {
  const sources = [
    'api/src/environment.ts',
    'agent/src/environment.ts',
    'platform/src/telemetry-environment.ts',
    'local/src/ports.ts',
    'local/src/main.ts',
    'local/src/hosted.ts',
    'local/src/database-part.ts',
    'local/src/mail-part.ts',
    'local/src/speech/main.ts',
    'local/src/stack.ts',
    'local/src/stack-context.ts',
    'local/src/livekit-server.ts',
    'scripts/setup/cache-paths.mjs',
    'docker-compose.yml',
  ].map(read);
  expect(explained.filter((name) => !sources.some((text) => text.includes(name)))).toEqual([]);
});

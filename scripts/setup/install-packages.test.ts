// Guards that packages are installed when the lock asks for others, and left alone when it does not.
import { expect, test } from 'vitest';
import { isInstalled } from './install-packages.mjs';

const lock = (packages: Record<string, { version?: string; optional?: boolean }>) => ({ packages });
const locked = lock({
  '': { version: '0.1.0' },
  api: { version: '0.1.0' },
  'node_modules/hono': { version: '4.0.0' },
  'local/node_modules/hono': { version: '3.0.0' },
  'node_modules/only-on-mac': { version: '1.0.0', optional: true },
});

test('everything there, but for what is for other systems: nothing to do', () => {
  const installed = lock({
    'node_modules/hono': { version: '4.0.0' },
    'local/node_modules/hono': { version: '3.0.0' },
    'node_modules/left-over': { version: '1.0.0' },
  });
  expect(isInstalled(locked, installed)).toBe(true);
});

test.each([
  ['a missing package', {}],
  ['another version', { 'node_modules/hono': { version: '4.0.1' } }],
  ['a missing package of one workspace', { 'node_modules/hono': { version: '4.0.0' } }],
])('%s asks for an install', (_name, packages) => {
  expect(isInstalled(locked, lock(packages))).toBe(false);
});

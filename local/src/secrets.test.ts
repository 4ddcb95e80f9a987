// Guards the local stack's keys: made once, kept private, and never guessed.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSecrets } from './secrets.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mindbot-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('are the same at every start, and readable by this user alone', () => {
  const made = readSecrets(dataDir);
  expect(readSecrets(dataDir)).toEqual(made);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o077).toBe(0);
});

test('differ from one data folder to the next', () => {
  const other = mkdtempSync(join(tmpdir(), 'mindbot-secrets-'));
  const [one, two] = [readSecrets(dataDir), readSecrets(other)].map(Object.values);
  expect(one?.filter((value) => two?.includes(value))).toEqual([]);
  rmSync(other, { recursive: true });
});

test('keys a folder of an earlier version lacks are added, and nobody is signed out', () => {
  const { stripeSecretKey, stripePublishableKey, stripeWebhookSecret, ...old } =
    readSecrets(dataDir);
  writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify(old));
  const read = readSecrets(dataDir);
  expect(read).toMatchObject(old);
  expect(read.stripeWebhookSecret).toMatch(/^whsec_/);
  expect(readSecrets(dataDir)).toEqual(read);
});

test('damaged ones are not replaced in silence: everybody would be signed out', () => {
  writeFileSync(join(dataDir, 'secrets.json'), '{"supabaseJwtSecret": "short"}');
  expect(() => readSecrets(dataDir)).toThrow(/Delete it/);
});

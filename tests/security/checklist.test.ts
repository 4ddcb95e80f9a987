// Keeps the checklist true: every test it names is there, and every test of security is in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const checklist = readFileSync(join(root, 'docs/security/checklist.md'), 'utf8');

test('every test it names exists', () => {
  const named = [...checklist.matchAll(/`([\w./-]+\.test\.tsx?)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every test of security is in it', () => {
  const tests = readdirSync(join(root, 'tests/security')).filter((name) =>
    name.endsWith('.test.ts'),
  );
  expect(tests.filter((name) => !checklist.includes(`tests/security/${name}`))).toEqual([]);
});

test('every promise says where it is kept, or why it is not', () => {
  const rows = checklist.split('\n').filter((line) => /^\| (?!promise|usual|-)/.test(line));
  expect(rows.length).toBeGreaterThan(35);
  expect(rows.filter((row) => (row.split('|')[2] ?? '').trim().length < 10)).toEqual([]);
});

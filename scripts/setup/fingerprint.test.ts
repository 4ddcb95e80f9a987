// Guards that a change of any source is noticed, and that nothing else is.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.mjs';

let folder: string;
const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const fingerprint = (extras?: string[]) => fingerprintOf(folder, [folder], extras);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mindbot-fingerprint-'));
  write('src/a.ts', 'one');
  write('src/b/c.ts', 'two');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('changes with a content, a name, an addition and a removal', () => {
  const seen = new Set([fingerprint()]);
  write('src/a.ts', 'changed');
  seen.add(fingerprint());
  write('src/new.ts', '');
  seen.add(fingerprint());
  rmSync(join(folder, 'src/a.ts'));
  write('src/z.ts', 'changed');
  seen.add(fingerprint());
  rmSync(join(folder, 'src/b'), { recursive: true });
  seen.add(fingerprint());
  expect(seen.size).toBe(5);
});

test('changes with what else matters', () => {
  expect(fingerprint(['linux'])).not.toBe(fingerprint(['darwin']));
});

test('does not change with a date, with what was built, or with packages', () => {
  const before = fingerprint();
  utimesSync(join(folder, 'src/a.ts'), new Date(0), new Date(0));
  write('dist/a.js', 'built');
  write('src/node_modules/x/index.js', 'package');
  expect(fingerprint()).toBe(before);
});

test('a file that moves its text to its neighbour is another tree', () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'ab'), 'c');
  const one = fingerprintOf(other, [other]);
  rmSync(join(other, 'ab'));
  writeFileSync(join(other, 'a'), 'bc');
  expect(fingerprintOf(other, [other])).not.toBe(one);
});

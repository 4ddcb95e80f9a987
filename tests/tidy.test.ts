// Keeps the house rules of docs/STYLE.md that a formatter cannot: sizes, leftovers, secrets, paths.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sourceEndings = new Set(['.ts', '.tsx', '.mjs', '.sql', '.css', '.py']);
const generated = /\.generated\.ts$|database\.types\.ts$|package-lock\.json$|openapi\.json$/;
const lineLimit = 300;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && !generated.test(path));
const textOf = (path: string) => {
  try {
    return readFileSync(resolve(root, path), 'utf8');
  } catch {
    return ''; // Deleted in the work tree, not yet in the index.
  }
};
const sources = files.filter((path) => sourceEndings.has(extname(path)));

/** The lines of all sources that match, as `path:line`. */
function linesMatching(paths: string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('the sources', () => {
  test(`no file is longer than ${lineLimit} lines`, () => {
    const long = sources.filter((path) => textOf(path).split('\n').length > lineLimit);
    expect(long).toEqual([]);
  });

  test('every module starts by saying why it exists', () => {
    const silent = sources.filter(
      (path) => /\.(ts|tsx|mjs)$/.test(path) && !/^(#!.*\n)?(\/\/|\/\*)/.test(textOf(path)),
    );
    expect(silent).toEqual([]);
  });

  test('nothing is left over', () => {
    const pattern = new RegExp(['TO', 'DO\\b|FIX', 'ME\\b|\\.on', 'ly\\('].join(''));
    expect(linesMatching(sources, pattern)).toEqual([]);
  });

  test('no rooms named after nothing', () => {
    expect(files.filter((path) => /(^|\/)(utils?|helpers?|common)(\/|\.)/.test(path))).toEqual([]);
  });

  test('no secret and no path of one machine', () => {
    const texts = files.filter((path) => !/\.(wav|png|ico|woff2?)$/.test(path));
    const secret =
      /(sk_live_|sk_test_|sb_secret_|whsec_)[A-Za-z0-9]{12,}|-----BEGIN [A-Z ]*PRIVATE KEY/;
    expect(linesMatching(texts, secret)).toEqual([]);
    expect(linesMatching(texts, /(^|[\s"'`(=])\/(work|root|home\/\w+)\//)).toEqual([]);
  });

  test('the lock file records no download address', () => {
    const lock =
      textOf('package-lock.json') || readFileSync(resolve(root, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(/"resolved": "https?:/);
  });
});

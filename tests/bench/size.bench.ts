// Measures how much JavaScript a visitor loads (P9), by the web client's own check of its build.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from './bench.ts';

const webDir = resolve(import.meta.dirname, '../../web');
const bins = resolve(import.meta.dirname, '../../node_modules');
const run = promisify(execFile);

/** One line of the check, in gzipped bytes. */
interface Size {
  name: string;
  size: number;
  sizeLimit: number;
}

const kB = (bytes: number) => `${Math.round(bytes / 100) / 10} kB`;

/** The web client as it is built for production. */
export const sizeBench: Bench = {
  name: 'size',
  about: 'the JavaScript of the first page and of a call, gzipped',
  goals: ['P9'],
  minutes: 0.3,
  async run() {
    const env = { ...process.env, NODE_ENV: 'production' };
    const node = (script: string, ...rest: string[]) =>
      run(process.execPath, [resolve(bins, script), ...rest], { cwd: webDir, env });
    await node('vite/bin/vite.js', 'build');
    // It fails where a limit is passed, and prints the sizes all the same.
    const { stdout } = await node('size-limit/bin.js', '--json').catch((error) => error);
    const sizes: Size[] = JSON.parse(stdout);
    return {
      goals: sizes
        .filter(({ name }) => name !== 'what a call adds')
        .map(({ name, size, sizeLimit }) => ({
          id: 'P9',
          figure: `${name}: ${kB(size)}`,
          baseline: `limit ${kB(sizeLimit)}`,
          isHeld: size <= sizeLimit,
        })),
      details: { sizes },
    };
  },
};

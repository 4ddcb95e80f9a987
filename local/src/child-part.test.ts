// Guards that parts are started once, started again when they die, and never left behind.
import { afterEach, describe, expect, test } from 'vitest';
import { type ChildPart, type ChildPartOptions, startChildPart } from './child-part.ts';
import { identityOf } from './process-identity.ts';

const parts: ChildPart[] = [];
afterEach(async () => {
  for (const part of parts.splice(0)) await part.stop();
});

/** A part whose program prints `ready` when it is, and whatever else it likes. */
async function start(program: string, changed: Partial<ChildPartOptions> = {}) {
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  let pid: number | null = null;
  const nextLine = (wanted: RegExp) =>
    new Promise<string>((resolve) => {
      listeners.add((line) => wanted.test(line) && resolve(line));
    });
  const options: ChildPartOptions = {
    name: 'sleeper',
    command: process.execPath,
    args: ['-e', program],
    environment: { PATH: process.env.PATH },
    // Of the process that runs now: an earlier one said so too.
    isReady: async () => pid !== null && lines.includes(`ready ${pid}`),
    isRestarted: true,
    ...changed,
    onLine: (line) => {
      lines.push(line);
      for (const listener of listeners) listener(line);
    },
    onPid: (now) => {
      pid = now;
    },
  };
  const part = await startChildPart(options);
  parts.push(part);
  return { part, lines, nextLine };
}

const sayReady =
  'console.log("ready " + process.pid); process.stdin.resume(); setInterval(() => {}, 1000);';
const isGone = (pid: number) => identityOf(pid) === null;

test('is running when the start resolves, and gone when the stop does', async () => {
  const { part } = await start(sayReady);
  const pid = part.pid() ?? 0;
  expect(isGone(pid)).toBe(false);
  await part.stop();
  expect(part.pid()).toBeNull();
  expect(isGone(pid)).toBe(true);
});

test('a part that dies at its start is an error with its last words', async () => {
  const dying = start('console.error("the disk is full"); process.exit(3)');
  await expect(dying).rejects.toThrow('the disk is full');
});

test('a program that is not there is an error, not a hang', async () => {
  await expect(start('', { command: '/nowhere/to/be/found' })).rejects.toThrow('ready');
});

test('what dies later is started again', async () => {
  const { part, nextLine } = await start(sayReady);
  const first = part.pid();
  const again = nextLine(/^ready/);
  part.kill('SIGKILL');
  await again;
  expect(part.pid()).not.toBe(first);
  expect(part.pid()).not.toBeNull();
});

test('what nothing can replace is reported dead instead', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { part } = await start(sayReady, { isRestarted: false, onDeath: resolve });
  part.kill('SIGKILL');
  expect(await promise).toBe('sleeper ended by itself (SIGKILL)');
  expect(part.pid()).toBeNull();
});

test('a restart gives another process', async () => {
  const { part } = await start(sayReady);
  const first = part.pid() ?? 0;
  await part.restart();
  expect(part.pid()).not.toBe(first);
  expect(isGone(first)).toBe(true);
});

describe('children of a part', () => {
  const withChild = `
    const child = require("node:child_process").spawn(process.execPath,
      ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
    console.log("child " + child.pid);
    ${sayReady}`;
  const childPid = (lines: string[]) =>
    Number(lines.find((line) => line.startsWith('child'))?.split(' ')[1]);
  const untilGone = async (pid: number) => {
    while (!isGone(pid)) await new Promise((resolve) => setImmediate(resolve));
  };

  test('end with it, however it ends', async () => {
    const stopped = await start(withChild);
    await stopped.part.stop();
    await untilGone(childPid(stopped.lines));
    const killed = await start(withChild, { isRestarted: false });
    killed.part.kill('SIGKILL');
    await untilGone(childPid(killed.lines));
  });
});

test('one that will not stop is ended', async () => {
  const stubborn = `process.on("SIGTERM", () => {}); ${sayReady}`;
  const { part } = await start(stubborn, { stopTimeoutMs: 50 });
  const pid = part.pid() ?? 0;
  await part.stop();
  expect(isGone(pid)).toBe(true);
});

test('giving up ends a part that is not ready yet', async () => {
  const giveUp = new AbortController();
  let pid: number | null = null;
  const starting = startChildPart({
    name: 'slow',
    command: process.execPath,
    args: ['-e', 'setInterval(() => {}, 1000)'],
    environment: {},
    isReady: async () => {
      giveUp.abort(new Error('enough'));
      return false;
    },
    isRestarted: true,
    onLine: () => {},
    onPid: (now) => {
      pid ??= now;
    },
    signal: giveUp.signal,
  });
  await expect(starting).rejects.toThrow('enough');
  expect(isGone(pid ?? 0)).toBe(true);
});

// Guards that a run ends what a killed run left behind, and never anything else.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityOf } from './process-identity.ts';
import { claimDataDir, StackRunningError } from './process-list.ts';

let dataDir: string;
const children: ChildProcess[] = [];
const deadIdentity = 'somebody who is no more';

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mindbot-processes-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

function startSleeper(): { pid: number; ended: Promise<unknown> } {
  const program = 'process.stdin.resume()';
  const child = spawn(process.execPath, ['-e', program], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  children.push(child);
  return { pid: child.pid ?? 0, ended: new Promise((resolve) => child.once('close', resolve)) };
}

const leaveRecord = (supervisor: { pid: number; identity: string }, parts: object) =>
  writeFileSync(join(dataDir, 'processes.json'), JSON.stringify({ supervisor, parts }));
const claim = async () => {
  const ended: string[] = [];
  const processes = await claimDataDir(dataDir, (part) => ended.push(part));
  return { processes, ended };
};

test('ends the parts of a run whose supervisor was killed', async () => {
  const sleeper = startSleeper();
  const entry = { pid: sleeper.pid, identity: identityOf(sleeper.pid) ?? '' };
  leaveRecord({ pid: 999_999, identity: deadIdentity }, { api: entry });
  expect((await claim()).ended).toEqual(['api']);
  await sleeper.ended;
  expect(identityOf(sleeper.pid)).toBeNull();
});

test('never ends another program that was given the same number', async () => {
  const sleeper = startSleeper();
  const entry = { pid: sleeper.pid, identity: deadIdentity };
  leaveRecord({ pid: 999_999, identity: deadIdentity }, { api: entry });
  expect((await claim()).ended).toEqual([]);
  expect(identityOf(sleeper.pid)).not.toBeNull();
});

test('refuses a folder that a living supervisor uses, and touches nothing of it', async () => {
  const supervisor = startSleeper();
  const part = startSleeper();
  const entryOf = ({ pid }: { pid: number }) => ({ pid, identity: identityOf(pid) ?? '' });
  leaveRecord(entryOf(supervisor), { api: entryOf(part) });
  await expect(claim()).rejects.toThrow(StackRunningError);
  await expect(claim()).rejects.toThrow(`process ${supervisor.pid}`);
  expect(identityOf(part.pid)).not.toBeNull();
});

test('a damaged record ends nothing and stops nobody', async () => {
  writeFileSync(join(dataDir, 'processes.json'), '{"supervisor": {"pid": 12');
  expect((await claim()).ended).toEqual([]);
});

test('what is recorded is found by the next run, and forgotten after an orderly stop', async () => {
  const { processes } = await claim();
  const sleeper = startSleeper();
  processes.record('speech', sleeper.pid);
  const recorded = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8'));
  expect(recorded.parts.speech).toEqual({
    pid: sleeper.pid,
    identity: identityOf(sleeper.pid),
  });
  expect(recorded.supervisor.pid).toBe(process.pid);
  processes.record('speech', null);
  processes.clear();
  expect((await claim()).ended).toEqual([]);
});

// `npm run deploy:local`: has a running stack replace its apis and workers while they work.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clearDeployStatus, readDeployStatus } from './deploy-status.ts';
import { findSupervisor } from './process-list.ts';

const projectDir = resolve(import.meta.dirname, '..', '..');
const dotenv = resolve(projectDir, '.env');
if (existsSync(dotenv)) process.loadEnvFile(dotenv);
const dataDir = resolve(process.env.MINDBOT_DATA_DIR || resolve(projectDir, '.mindbot'));

const ANSWER_MS_MAX = 5_000;
const POLL_MS = 100;

/** Follows the deploy to its end, printing each step once. @returns the exit code. */
async function follow(supervisorPid: number): Promise<number> {
  clearDeployStatus(dataDir);
  process.kill(supervisorPid, 'SIGUSR2');
  const answersUntil = performance.now() + ANSWER_MS_MAX;
  for (let printed = 0; ; await delay(POLL_MS)) {
    const status = readDeployStatus(dataDir);
    if (status === null && performance.now() > answersUntil) {
      console.error('The running stack does not answer. Was it started by an older version?');
      return 1;
    }
    for (const step of status?.steps.slice(printed) ?? []) console.log(step);
    printed = status?.steps.length ?? printed;
    if (status?.state === 'done') return 0;
    if (status?.state === 'failed') return 1;
    if (findSupervisor(dataDir) !== supervisorPid) {
      console.error('The stack was stopped meanwhile.');
      return 1;
    }
  }
}

const supervisorPid = findSupervisor(dataDir);
if (supervisorPid === null) {
  console.error('No stack runs here. Start one that can be deployed to: npm start -- --replicas 2');
  process.exitCode = 1;
} else {
  process.exitCode = await follow(supervisorPid);
}

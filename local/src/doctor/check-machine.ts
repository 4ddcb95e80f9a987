// Looks at the machine: Node, what was installed and built, room on the disk, ports.
import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { cacheDir, projectDir } from '../../../scripts/setup/cache-paths.mjs';
import { findLivekitServer } from '../../../scripts/setup/livekit-server.mjs';
import { findSpeechPython } from '../../../scripts/setup/speech-environment.mjs';
import type { HostedParts } from '../hosted.ts';
import { checkPorts, type Ports } from '../ports.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const NODE_MAJOR = 24;
const GIB = 1024 ** 3;
const DISK_GIB_LEAST = 2;

/** Node, packages, the web client, and what the local parts need. */
export function checkInstalled(hosted: HostedParts): Finding[] {
  const major = Number(process.versions.node.split('.')[0]);
  const hasWeb = existsSync(resolve(projectDir, 'web/dist/index.html'));
  const found = [
    major === NODE_MAJOR
      ? ok(`Node ${process.versions.node}`)
      : warn(`Node ${process.versions.node} runs this`, 'Start by npm run: it brings Node 24.'),
    hasWeb
      ? ok('The web client is built')
      : warn('The web client is not built', 'npm start builds it.'),
  ];
  if (!hosted.livekit) {
    found.push(
      findLivekitServer()
        ? ok('The LiveKit server program is there')
        : warn(
            'The LiveKit server program is missing',
            'npm start fetches or builds it (minutes).',
          ),
    );
  }
  if (!hosted.speech) {
    found.push(
      findSpeechPython()
        ? ok('The speech sandbox can understand voices')
        : warn(
            'The speech sandbox understands typed text only',
            'Install Python 3.9 or newer and run npm start.',
          ),
    );
  }
  return found;
}

/** Room for data and caches. */
export async function checkDisk(dataDir: string): Promise<Finding[]> {
  const places = new Map([
    ['data', dataDir],
    ['caches', cacheDir()],
  ]);
  const found: Finding[] = [];
  for (const [what, path] of places) {
    const existing = nearestFolder(path);
    const isWritable = await access(existing, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isWritable) {
      found.push(fail(`The folder of ${what} cannot be written`, `Make ${existing} writable.`));
      continue;
    }
    const disk = await statfs(existing);
    const freeGib = (disk.bavail * disk.bsize) / GIB;
    const text = `${freeGib.toFixed(1)} GiB free for ${what}`;
    found.push(freeGib >= DISK_GIB_LEAST ? ok(text) : warn(text, `Make room at ${path}.`));
  }
  return found;
}

/** The folder itself, or the nearest one above it that is there already. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** Whether a stack could start: only asked while none runs. */
export async function checkFreePorts(ports: Ports, hosted: HostedParts): Promise<Finding[]> {
  const used = (Object.keys(ports) as (keyof Ports)[]).filter(
    (name) =>
      !(name in hosted && hosted[name as keyof HostedParts]) &&
      !(hosted.livekit && name.startsWith('livekit')) &&
      !(hosted.supabase && name === 'postgres') &&
      !(hosted.email && name === 'smtp'),
  );
  const found: Finding[] = [];
  for (const name of used) {
    await checkPorts(ports, [name]).catch((error: Error) => {
      const [, line = error.message] = error.message.split('\n');
      found.push(fail(`Taken by another program:${line.replace(/: choose.*/, '')}`, line.trim()));
    });
  }
  return found.length > 0 ? found : [ok(`${used.length} ports are free for npm start`)];
}

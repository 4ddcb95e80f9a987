// Finds as whom and from where PostgreSQL may run, since its server refuses to run as root.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** A system user; `null` stands for "whoever runs this process". */
export type PostgresOwner = { uid: number; gid: number } | null;

const rootFolder = '/var/lib/mindbot';

function lookUpUser(name: string): PostgresOwner {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return answer.status === 0 ? Number(answer.stdout.trim()) : Number.NaN;
  });
  if (uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid)) return null;
  return { uid, gid };
}

/**
 * The user to run the server as. Root gives way to whoever owns an existing data folder, else to
 * `postgres`, else to `nobody`; no user is ever created on the machine.
 * @throws {Error} when this is root and the machine has no such user.
 */
export function findPostgresOwner(dataDir: string): PostgresOwner {
  if (process.getuid?.() !== 0) return null;
  const existing = existsSync(dataDir) ? statSync(dataDir) : null;
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const owner = lookUpUser('postgres') ?? lookUpUser('nobody');
  if (owner) return owner;
  throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody.');
}

function mayPass(folder: string, owner: { uid: number; gid: number }): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === owner.uid) return (mode & 0o100) !== 0;
  if (gid === owner.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Whether every folder above `path` lets `owner` pass, as in a private home folder it does not. */
export function canReach(path: string, owner: PostgresOwner): boolean {
  if (!owner) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayPass(folder, owner)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Lets others pass, not look, through folders made for one run, as `mkdtemp` makes them. */
function openTemporaryFolders(
  path: string,
  owner: { uid: number; gid: number },
  temporaryDir: string,
): void {
  const root = realpathSync(temporaryDir);
  for (let folder = dirname(path); folder.startsWith(`${root}/`); folder = dirname(folder)) {
    if (!existsSync(folder) || mayPass(folder, owner)) continue;
    chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011);
  }
}

/**
 * The folder the data really goes to: the one asked for, or, when the owner cannot pass to it,
 * one under /var/lib/mindbot that the same request always finds again. Temporary folders are
 * made passable instead, so that whoever made them finds and removes what is theirs.
 */
export function placeDataDir(
  dataDir: string,
  owner: PostgresOwner,
  temporaryDir = tmpdir(),
): string {
  const wanted = resolve(dataDir);
  if (owner) openTemporaryFolders(wanted, owner, temporaryDir);
  if (canReach(wanted, owner)) return wanted;
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return join(rootFolder, `data-${key}`);
}

/** Copies the server's files to where the owner can run them, once; else answers as given. */
export function placeBinaries(nativeDir: string, version: string, owner: PostgresOwner): string {
  if (canReach(join(nativeDir, 'bin', 'postgres'), owner)) return nativeDir;
  const copy = join(rootFolder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(nativeDir, unfinished, { recursive: true, verbatimSymlinks: true });
  if (existsSync(copy)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, copy);
  return copy;
}

/** Makes a folder that belongs to the owner and that nobody else may read. */
export function makeOwnedFolder(folder: string, owner: PostgresOwner): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { mode: 0o700, recursive: basename(folder) === '' });
  if (owner) chownSync(folder, owner.uid, owner.gid);
}

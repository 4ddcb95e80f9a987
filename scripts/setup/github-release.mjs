// Fetches programs from GitHub releases for machines without Go; trusts them only by a checksum.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

const ARCHIVE_BYTES_MAX = 200 * 1024 * 1024;
const TIME_LIMIT_MS = 10 * 60_000;

/**
 * SHA-256 of archives somebody here has checked, by file name. A pinned value wins over the release's
 * own list. Without one the list published beside the archive is compared: it finds a damaged
 * or swapped download, but whoever could replace the release could replace the list as well.
 * @type {Record<string, string>}
 */
const PINNED_SHA256 = {};

/**
 * Downloads an archive, checks it and unpacks it.
 * @param {{ address: string, archive: string, checksums: string, workDir: string }} release
 * `address` is the release's folder; the other two are files in it
 * @throws {Error} when the network fails, or the checksum differs
 */
export async function downloadRelease({ address, archive: name, checksums, workDir }) {
  const expected =
    PINNED_SHA256[name] ??
    checksumIn((await fetchBytes(`${address}/${checksums}`)).toString('utf8'), name);
  const archive = await fetchBytes(`${address}/${name}`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) {
    throw new Error(`${name} has the SHA-256 ${actual}, expected ${expected}.`);
  }
  writeFileSync(join(workDir, name), archive);
  const unpacked = await runCommand('tar', ['-xf', name], { cwd: workDir });
  if (!unpacked.succeeded) throw new Error(`tar could not unpack ${name}: ${unpacked.output}`);
}

/**
 * The checksum a list (lines of `<sha256>  <file>`) gives a file.
 * @param {string} list
 * @param {string} name
 * @throws {Error} when it names none
 */
export function checksumIn(list, name) {
  for (const line of list.split('\n')) {
    const [sha256 = '', file] = line.trim().split(/\s+\*?/);
    if (file === name && /^[0-9a-f]{64}$/.test(sha256)) return sha256;
  }
  throw new Error(`The release's list of checksums does not name ${name}.`);
}

/** @param {string} address */
async function fetchBytes(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIME_LIMIT_MS) }).catch(
    (error) => {
      throw new Error(`${address} cannot be reached (${error.cause?.code ?? error.message}).`);
    },
  );
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  if (Number(response.headers.get('content-length')) > ARCHIVE_BYTES_MAX) {
    throw new Error(`${address} is larger than expected.`);
  }
  return Buffer.from(await response.arrayBuffer());
}

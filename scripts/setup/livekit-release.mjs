// Fetches the official LiveKit server for machines without Go, and trusts it only by its checksum.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programEnding } from './cache-paths.mjs';
import { runCommand } from './run-command.mjs';

const RELEASES = 'https://github.com/livekit/livekit/releases/download';
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
 * Downloads, checks and unpacks the server.
 * @param {string} version without the leading v
 * @param {string} workDir an empty folder
 * @returns {Promise<string>} the path of the program within workDir
 * @throws {Error} when there is none for this system, the network fails, or the checksum differs
 */
export async function downloadLivekitRelease(version, workDir) {
  const name = archiveName(version, process.platform, process.arch);
  const address = `${RELEASES}/v${version}`;
  const expected =
    PINNED_SHA256[name] ??
    checksumIn((await fetchBytes(`${address}/checksums.txt`)).toString('utf8'), name);
  const archive = await fetchBytes(`${address}/${name}`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) {
    throw new Error(`${name} has the SHA-256 ${actual}, expected ${expected}.`);
  }
  writeFileSync(join(workDir, name), archive);
  const unpacked = await runCommand('tar', ['-xf', name], { cwd: workDir });
  if (!unpacked.succeeded) throw new Error(`tar could not unpack ${name}: ${unpacked.output}`);
  return join(workDir, `livekit-server${programEnding}`);
}

/**
 * The name LiveKit's release gives the archive of a system.
 * @param {string} version
 * @param {string} platform as `process.platform`
 * @param {string} arch as `process.arch`
 * @throws {Error} when LiveKit publishes none
 */
export function archiveName(version, platform, arch) {
  const system = { linux: 'linux', win32: 'windows' }[platform];
  const machine = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }[arch];
  if (system === undefined || machine === undefined) {
    throw new Error(`LiveKit publishes no server for ${platform} on ${arch}.`);
  }
  return `livekit_${version}_${system}_${machine}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
}

/**
 * The checksum a `checksums.txt` (lines of `<sha256>  <file>`) gives a file.
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

// Fetches the official LiveKit server for machines without Go, and trusts it only by its checksum.
import { join } from 'node:path';
import { programEnding } from './cache-paths.mjs';
import { downloadRelease } from './github-release.mjs';

const RELEASES = 'https://github.com/livekit/livekit/releases/download';

/**
 * Downloads, checks and unpacks the server.
 * @param {string} version without the leading v
 * @param {string} workDir an empty folder
 * @returns {Promise<string>} the path of the program within workDir
 * @throws {Error} when there is none for this system, the network fails, or the checksum differs
 */
export async function downloadLivekitRelease(version, workDir) {
  await downloadRelease({
    address: `${RELEASES}/v${version}`,
    archive: archiveName(version, process.platform, process.arch),
    checksums: 'checksums.txt',
    workDir,
  });
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

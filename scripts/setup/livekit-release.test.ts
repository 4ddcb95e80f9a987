// Guards that a downloaded server is used only when its checksum is the published one.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checksumIn } from './github-release.mjs';
import { archiveName, downloadLivekitRelease } from './livekit-release.mjs';
import { runCommand } from './run-command.mjs';

describe('the archive of a system', () => {
  test.each([
    ['linux', 'x64', 'livekit_1.11.0_linux_amd64.tar.gz'],
    ['linux', 'arm64', 'livekit_1.11.0_linux_arm64.tar.gz'],
    ['linux', 'arm', 'livekit_1.11.0_linux_armv7.tar.gz'],
    ['win32', 'x64', 'livekit_1.11.0_windows_amd64.zip'],
  ])('%s on %s', (platform, arch, name) => {
    expect(archiveName('1.11.0', platform, arch)).toBe(name);
  });

  test('is not there for macOS, and that is said', () => {
    expect(() => archiveName('1.11.0', 'darwin', 'arm64')).toThrow(/no server for darwin/);
  });
});

const sha = 'a'.repeat(64);
test('a checksum is found by the whole name', () => {
  const list = `${'b'.repeat(64)}  livekit_linux_amd64.tar.gz.sbom\n${sha}  livekit_linux_amd64.tar.gz\n`;
  expect(checksumIn(list, 'livekit_linux_amd64.tar.gz')).toBe(sha);
});

test.each(['', 'nothing here', `${sha.slice(1)}  wanted.tar.gz`, '<html>404</html>'])(
  'a list without it is an error: %s',
  (list) => {
    expect(() => checksumIn(list, 'wanted.tar.gz')).toThrow('does not name');
  },
);

describe.runIf(process.platform === 'linux')('a download', () => {
  let folder: string;
  let archive: Buffer;
  const name = process.platform === 'linux' ? archiveName('9.9.9', 'linux', process.arch) : '';

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mindbot-release-'));
    const source = join(folder, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'livekit-server'), 'the program');
    await runCommand('tar', ['-czf', join(folder, 'made.tar.gz'), 'livekit-server'], {
      cwd: source,
    });
    archive = readFileSync(join(folder, 'made.tar.gz'));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    rmSync(folder, { recursive: true, force: true });
  });

  const publish = (checksum: string) =>
    vi.stubGlobal('fetch', async (address: string) =>
      address.endsWith('/checksums.txt')
        ? new Response(`${checksum}  ${name}\n`)
        : new Response(new Uint8Array(archive)),
    );
  const download = () => {
    const workDir = join(folder, 'work');
    mkdirSync(workDir, { recursive: true });
    return downloadLivekitRelease('9.9.9', workDir);
  };

  test('with the right checksum is unpacked', async () => {
    publish(createHash('sha256').update(archive).digest('hex'));
    expect(readFileSync(await download(), 'utf8')).toBe('the program');
  });

  test('with another checksum is refused before it is unpacked', async () => {
    publish(sha);
    await expect(download()).rejects.toThrow(`expected ${sha}`);
  });

  test('that cannot be reached names the address', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });
    });
    await expect(download()).rejects.toThrow(/github\.com.*ENOTFOUND/);
  });

  test('that is answered with an error says so', async () => {
    vi.stubGlobal('fetch', async () => new Response('gone', { status: 404 }));
    await expect(download()).rejects.toThrow('404');
  });
});

// Installs a Debian package where that is plainly allowed: as root on Debian or Ubuntu.
import { existsSync } from 'node:fs';
import { findOnPath } from './cache-paths.mjs';
import { during } from './report.mjs';
import { runCommand } from './run-command.mjs';

/** Whether this user may install Debian packages without being asked for a password. */
export function canInstallSystemPackages() {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync('/etc/debian_version') && findOnPath('apt-get') !== undefined;
}

/**
 * Installs a Debian package.
 * @param {string} step for the progress lines
 * @param {string} name
 * @returns {Promise<{ succeeded: boolean, output: string }>}
 */
export function installSystemPackage(step, name) {
  return during(step, `installing the system package ${name}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Another package tool may hold Debian's lock for a while: wait for it instead of failing.
    const wait = ['-o', 'DPkg::Lock::Timeout=300'];
    await runCommand('apt-get', [...wait, 'update', '-qq'], { env });
    const quiet = ['install', '-y', '-qq', '--no-install-recommends'];
    return runCommand('apt-get', [...wait, ...quiet, name], { env });
  });
}

// Asks the registry for known vulnerabilities of our packages: `npm run audit`. An answer that did not
// come is never taken for a good one.
import { spawnSync } from 'node:child_process';

/** Severities that fail the audit where the service runs on the package, worst first. */
const FAILING = ['critical', 'high', 'moderate'];
/** Leaves room for three kinds of end: nothing found, something found, not asked. */
const EXIT = { clean: 0, found: 1, notAsked: 2 };

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * What the registry knows, or why it was not asked.
 * @param {string[]} options
 * @returns {{ vulnerabilities: Record<string, Vulnerability> } | { problem: string }}
 */
function ask(options) {
  const result = spawnSync(npm, ['audit', '--json', ...options], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 120_000,
  });
  try {
    const answer = JSON.parse(result.stdout);
    if (answer.vulnerabilities) return answer;
    return { problem: answer.message ?? answer.error?.summary ?? 'It answered in unknown words.' };
  } catch {
    return { problem: (result.stderr || String(result.error ?? 'npm said nothing')).trim() };
  }
}

/**
 * @typedef {object} Vulnerability
 * @property {string} name
 * @property {string} severity
 * @property {string} range
 * @property {(string | { title?: string, url?: string })[]} via
 */

const running = ask(['--omit=dev']);
if ('problem' in running) {
  console.error(`NOT AUDITED: the registry could not be asked. ${running.problem}`);
  console.error('Nothing is known of vulnerabilities. Run this where the registry can be reached.');
  process.exit(EXIT.notAsked);
}
const found = Object.values(running.vulnerabilities);
for (const { name, severity, range, via } of found) {
  const advisories = via.flatMap((each) =>
    typeof each === 'string' ? [] : [`${each.title} ${each.url}`],
  );
  console.log(
    `${severity}: ${name} ${range}\n  ${advisories.join('\n  ') || `through ${via.join(', ')}`}`,
  );
}
const failing = found.filter(({ severity }) => FAILING.includes(severity));
console.log(`audited: ${found.length} known vulnerabilities, ${failing.length} to be mended`);
process.exit(failing.length > 0 ? EXIT.found : EXIT.clean);

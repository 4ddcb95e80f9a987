// `npm run doctor`: says what is misconfigured, and what to do about it; prints no secret.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectDir } from '../../../scripts/setup/cache-paths.mjs';
import { examine, type Section } from './examine.ts';

const dotenvPath = resolve(projectDir, '.env');
const dotenv = existsSync(dotenvPath) ? readFileSync(dotenvPath, 'utf8') : null;
if (dotenv !== null) process.loadEnvFile(dotenvPath);
const settings = Object.fromEntries(
  Object.entries(process.env).filter(([, value]) => value !== ''),
);
const dataDir = resolve(settings.MINDBOT_DATA_DIR ?? resolve(projectDir, '.mindbot'));

const marks = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' };
let lastTitle = '';
function print({ title, findings }: Section): void {
  if (title !== lastTitle) console.log(`\n${title}`);
  lastTitle = title;
  for (const { level, text, advice } of findings) {
    console.log(`  ${marks[level]}  ${text}`);
    if (advice) console.log(`        ${advice}`);
  }
}

const findings = await examine({ settings, dotenv, dataDir }, print);
const count = (level: string) => findings.filter((finding) => finding.level === level).length;
console.log(`\n${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} wrong`);
process.exitCode = count('fail') > 0 ? 1 : 0;

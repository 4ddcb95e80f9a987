// Checks the built package as a stranger would get it: what is in it, and whether the README is true.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', 'dist');
const binaries = join(import.meta.dirname, '..', '..', 'node_modules', '.bin');
const modules = join(binaries, '..');
const scratch = mkdtempSync(join(tmpdir(), 'mindbot-sdk-'));

/** What the README leaves to the reader. */
const GIVEN = `
declare const supabase: { auth: { getSession(): Promise<{ data: { session: { access_token: string } | null } }> } };
declare const talkButton: HTMLButtonElement, hangUpButton: HTMLButtonElement;
declare const clock: HTMLElement, captions: HTMLElement;
declare function showTimeCards(): void;
declare function tryAgainIn(durationMs: number | null): void;
`;

/** Compiles the README's examples against the built package, in a project that has nothing else. */
function compileReadme(): void {
  const consumer = join(scratch, 'consumer');
  mkdirSync(join(consumer, 'node_modules', '@mindbot'), { recursive: true });
  cpSync(dist, join(consumer, 'node_modules', '@mindbot', 'sdk'), { recursive: true });
  symlinkSync(join(modules, 'livekit-client'), join(consumer, 'node_modules', 'livekit-client'));
  const readme = readFileSync(join(dist, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  writeFileSync(join(consumer, 'readme.ts'), [...examples, GIVEN].join('\n'));
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    types: [],
  };
  const settings = JSON.stringify({ compilerOptions, include: ['readme.ts'] });
  writeFileSync(join(consumer, 'tsconfig.json'), settings);
  execFileSync(join(binaries, 'tsc'), ['-p', consumer], { stdio: 'inherit' });
}

try {
  const packed = execFileSync('npm', ['pack', dist, '--json', '--pack-destination', scratch], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename, files, size }] = JSON.parse(packed);
  const paths: string[] = files.map((file: { path: string }) => file.path);
  const strays = paths.filter(
    (path) => !/\.(js|js\.map|d\.ts)$|^(README\.md|LICENSE|package\.json)$/.test(path),
  );
  const sources = paths.filter((path) => /test|(?<!\.d)\.ts$/.test(path));
  if (strays.length + sources.length > 0) {
    throw new Error(`These do not belong in the package: ${[...strays, ...sources].join(', ')}`);
  }
  compileReadme();
  process.stdout.write(
    `${filename}: ${paths.length} files, ${Math.round(size / 1024)} KiB packed.\n`,
  );
} finally {
  rmSync(scratch, { recursive: true });
}

// Builds the package that is published: dist/ is a whole package of its own, with compiled files only.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..');
const dist = join(folder, 'dist');
const compiler = join(folder, '..', 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * The manifest of the published package. npm applies no `publishConfig.exports` by itself (pnpm does),
 * so it is done here; within the repository `exports` leads to the sources, and nothing need be built.
 */
function writeManifest(): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const {
    publishConfig,
    scripts: _scripts,
    devDependencies: _dev,
    private: _private,
    ...rest
  } = manifest;
  const { exports, ...publishing } = publishConfig;
  const published = { ...rest, exports, publishConfig: publishing };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}

/** The compiler rewrites `.ts` imports in code but not in declarations, where they resolve to nothing. */
function rewriteDeclarationImports(): void {
  for (const file of globSync(join(dist, '**', '*.d.ts'))) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
rewriteDeclarationImports();
writeManifest();
cpSync(join(folder, 'README.md'), join(dist, 'README.md'));
cpSync(join(folder, '..', 'LICENSE'), join(dist, 'LICENSE'));

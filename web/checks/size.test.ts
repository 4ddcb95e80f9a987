// Holds the first page to its budget by building it anew; `npm run size` tells the same of a call.
import type { Rolldown } from 'vite';
import { build } from 'vite';
import { afterEach, expect, test, vi } from 'vitest';

const LANDING_LIMIT_BYTES = 100_000;

afterEach(() => vi.unstubAllEnvs());

async function gzippedBytes(code: string): Promise<number> {
  const stream = new Blob([code]).stream().pipeThrough(new CompressionStream('gzip'));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** A chunk and everything that must be loaded before it runs. */
function withImports(chunks: Map<string, Rolldown.OutputChunk>, first: Rolldown.OutputChunk) {
  const found = new Set([first]);
  for (const chunk of found) {
    for (const fileName of chunk.imports) {
      const imported = chunks.get(fileName);
      if (imported) found.add(imported);
    }
  }
  return found;
}

test('the first page loads at most 100 kB of JavaScript, gzipped', {
  timeout: 120_000,
}, async () => {
  // Tests run as "test", in which React would bring its development build.
  vi.stubEnv('NODE_ENV', 'production');
  const result = (await build({
    configFile: new URL('../vite.config.ts', import.meta.url).pathname,
    root: new URL('..', import.meta.url).pathname,
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const chunks = new Map(
    result.output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part]] : [])),
  );
  const all = [...chunks.values()];
  const entry = all.find(({ isEntry }) => isEntry);
  const landing = all.find(({ facadeModuleId }) => facadeModuleId?.endsWith('routes/landing.tsx'));
  if (!entry || !landing) throw new Error('The build has no entry or no landing page');
  const files = new Set([...withImports(chunks, entry), ...withImports(chunks, landing)]);
  const sizes = await Promise.all([...files].map(({ code }) => gzippedBytes(code)));
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(totalBytes).toBeGreaterThan(50_000);
  expect(totalBytes).toBeLessThanOrEqual(LANDING_LIMIT_BYTES);
  // What only a call needs must not be among it.
  expect([...files].some(({ code }) => code.includes('RoomEvent'))).toBe(false);
});

// Holds the JavaScript that each first look at MindBot may cost, in gzipped bytes.
import manifest from './dist/.vite/manifest.json' with { type: 'json' };

/** The files that must be loaded before the named modules can run, from the build's manifest. */
function filesOf(...names) {
  const files = new Set();
  const visit = (name) => {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no chunk "${name}"`);
    if (files.has(`dist/${chunk.file}`)) return;
    files.add(`dist/${chunk.file}`);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const name of names) visit(name);
  return [...files, 'dist/theme.js'];
}

const nameOf = (ending) => {
  const name = Object.keys(manifest).find((key) => key.endsWith(ending));
  if (name === undefined) throw new Error(`The build has no chunk for "${ending}"`);
  return name;
};

const landing = filesOf('index.html', 'src/routes/landing.tsx');
const call = filesOf(
  'index.html',
  'src/routes/signed-in.tsx',
  nameOf('sdk/src/voice/index.ts'),
  nameOf('auth-client.ts'),
  nameOf('livekit-client.esm.mjs'),
);

export default [
  { name: 'landing page', path: landing, limit: '100 kB', gzip: true },
  {
    name: 'what a call adds to it',
    path: call.filter((file) => !landing.includes(file)),
    limit: '190 kB',
    gzip: true,
  },
];

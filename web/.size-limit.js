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
// Signing in needs its library; a call adds the pages behind it, our voice code and LiveKit's.
const signIn = filesOf(nameOf('auth-client.ts'));
const call = filesOf(
  'index.html',
  'src/routes/signed-in.tsx',
  nameOf('sdk/src/voice/index.ts'),
  nameOf('livekit-client.esm.mjs'),
);
const known = new Set([...landing, ...signIn]);

export default [
  { name: 'the first page', path: landing, limit: '100 kB', gzip: true },
  {
    name: 'what a call adds',
    path: call.filter((file) => !known.has(file)),
    limit: '190 kB',
    gzip: true,
  },
  {
    name: 'everything a call needs, signing in included',
    path: [...new Set([...call, ...signIn])],
    limit: '290 kB',
    gzip: true,
  },
];

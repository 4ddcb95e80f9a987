// What must never leave the service or lie in the repository: keys, and packages nobody vouched for.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { LIVEKIT_KEY, testEnvironment } from '../../api/src/testing/test-environment.ts';
import { createVoiceTokens } from '../../api/src/voice/voice-tokens.ts';
import { readSecrets } from '../../local/src/secrets.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What keys of the services we use look like. */
const KEY_SHAPES: Record<string, RegExp> = {
  'a live key of Stripe': /\b(sk|rk)_live_[0-9A-Za-z]{16,}/,
  "a webhook's secret": /\bwhsec_[0-9A-Za-z+/]{24,}/,
  'a key of OpenAI': /\bsk-(proj-)?[0-9A-Za-z_-]{24,}/,
  'a secret key of Supabase': /\bsb_secret_[0-9A-Za-z_-]{16,}/,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a key of a cloud': /\b(AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|gh[pousr]_[0-9A-Za-z]{36})\b/,
  'the address of a database with its password':
    /postgres(ql)?:\/\/[\w.-]+:[^@$\s{}]{6,}@(?!127\.|[\w.-]*\.example)[\w-]+\.[\w.-]+/,
};

const keysIn = (text: string) =>
  Object.entries(KEY_SHAPES).flatMap(([name, shape]) => {
    const found = shape.exec(text)?.[0];
    return found ? [`${name}: ${found.slice(0, 24)}…`] : [];
  });

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

test('no file of the repository holds a key', () => {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '' && !/\.(wav|png|ico|woff2?)$/.test(name));
  expect(names.length).toBeGreaterThan(500);
  const found = names.flatMap((name) => {
    const text = readIfThere(name);
    return keysIn(text).map((what) => `${name}: ${what}`);
  });
  expect(found).toEqual([]);
});

function readIfThere(name: string): string {
  try {
    return read(name);
  } catch {
    return ''; // Deleted in the work tree and not yet committed.
  }
}

// The set-up of the tests builds the page; the package is built by who publishes it.
beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'sdk/scripts/build.ts')]);
});

describe.each(['web/dist', 'sdk/dist'])('what is published of %s', (folder) => {
  test('holds no key, and no name of a variable only the service has', () => {
    const files = filesBelow(join(root, folder)).filter((path) =>
      /\.(js|mjs|html|css|map|json)$/.test(path),
    );
    expect(files.length).toBeGreaterThan(5);
    const secretNames = [
      ...read('.env.example').matchAll(
        /^(\w*(?:SECRET|PASSWORD|PAYMENT_KEY|_API_KEY|METRICS_TOKEN|DATABASE_URL)\w*)=/gm,
      ),
    ].map(([, name = '']) => name);
    expect(secretNames.length).toBeGreaterThan(5);
    const found = files.flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return [
        ...keysIn(text),
        ...secretNames.filter((name) => text.includes(name)),
        ...(text.includes('service_role') ? ['service_role'] : []),
      ].map((what) => `${path.slice(root.length + 1)}: ${what}`);
    });
    expect(found).toEqual([]);
  });
});

describe('tokens of a call', () => {
  const environment = testEnvironment();
  const tokens = createVoiceTokens({
    livekitUrl: environment.LIVEKIT_URL,
    livekitApiKey: LIVEKIT_KEY.apiKey,
    livekitApiSecret: LIVEKIT_KEY.apiSecret,
    supabaseJwtSecret: environment.SUPABASE_JWT_SECRET,
  });

  test("a caller's lets them into one room with a microphone, for five minutes, and no more", async () => {
    const { token } = await tokens.signJoinToken('u1', 'call-1');
    const { exp = 0, nbf = 0, iat = nbf, ...claims } = decodeJwt(token);
    expect(exp - Math.max(nbf, iat)).toBeLessThanOrEqual(300);
    // Whole: a grant nobody thought of would stand here.
    expect(claims).toEqual({
      iss: LIVEKIT_KEY.apiKey,
      sub: 'user-u1',
      video: {
        room: 'call-1',
        roomJoin: true,
        canPublish: true,
        canPublishSources: ['microphone'],
        canSubscribe: true,
        canPublishData: true,
        canUpdateOwnMetadata: false,
        canSubscribeMetrics: false,
        canManageAgentSession: false,
        roomAdmin: false,
        roomCreate: false,
        roomList: false,
        roomRecord: false,
        ingressAdmin: false,
        hidden: false,
        recorder: false,
        agent: false,
      },
    });
  });

  test("an agent's names its role, its call and its epoch, and ends an hour after the call", async () => {
    const subject = { voiceSessionId: 'v1', epoch: 3, maxCallMs: 60_000 };
    const { exp = 0, iat = 0, ...claims } = decodeJwt(await tokens.signWorkerToken(subject));
    expect(exp - iat).toBe(60 + 3_600);
    expect(claims).toEqual({
      role: 'voice_worker',
      aud: 'authenticated',
      voice_session_id: 'v1',
      epoch: 3,
    });
  });
});

test("the local stack's own keys are made anew for each folder, of 18 random bytes or more", () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'mindbot-secrets-')));
  const [one, other] = folders.map(readSecrets) as [object, object];
  const second = new Map(Object.entries(other));
  for (const [name, value] of Object.entries(one) as [string, string][]) {
    expect([name, value]).not.toEqual([name, second.get(name)]);
    // The key of LiveKit is a name, known to every client; its secret is what opens.
    const isName = name === 'livekitApiKey';
    expect([
      name,
      value.replace(/^[a-z]+_(test_|publishable_|secret_)?/, '').length >= 24 || isName,
    ]).toEqual([name, true]);
  }
  for (const folder of folders) {
    if (process.platform !== 'win32') {
      expect(statSync(join(folder, 'secrets.json')).mode & 0o077).toBe(0);
    }
    rmSync(folder, { recursive: true });
  }
});

describe('packages', () => {
  type Locked = Record<
    string,
    {
      integrity?: string;
      resolved?: string;
      link?: boolean;
      hasInstallScript?: boolean;
      version?: string;
    }
  >;
  const locked = JSON.parse(read('package-lock.json')).packages as Locked;
  const installed = Object.entries(locked).filter(
    ([path, entry]) => path.includes('node_modules/') && !entry.link,
  );

  test('every one is pinned by version and checksum, and names no host', () => {
    expect(installed.length).toBeGreaterThan(400);
    const loose = installed.filter(
      ([, { integrity, version, resolved }]) =>
        !integrity?.startsWith('sha512-') || !version || resolved !== undefined,
    );
    expect(loose).toEqual([]);
  });

  test('only those listed run anything when they are installed', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: object };
    const running = installed
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1) ?? '');
    expect([...new Set(running)].filter((name) => !(name in allowScripts))).toEqual([]);
  });

  test('those the service runs on are asked for by exact version', () => {
    for (const workspace of ['api', 'agent', 'platform', 'supabase', 'web', 'local', 'sdk']) {
      const { dependencies = {} } = JSON.parse(read(`${workspace}/package.json`)) as {
        dependencies?: Record<string, string>;
      };
      const loose = Object.entries(dependencies).filter(([, range]) => !/^\d/.test(range));
      expect([workspace, loose]).toEqual([workspace, []]);
    }
  });

  test('the image runs as nobody of importance', () => {
    const users = [...read('Dockerfile').matchAll(/^USER (\S+)$/gm)].map(([, name]) => name);
    expect(users.at(-1)).toBe('node');
  });
});

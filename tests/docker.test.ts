// Keeps the files for Docker in step with the repository; no engine runs here to try them whole.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

type Service = {
  image?: string;
  build?: string;
  command?: string[];
  depends_on?: string[] | Record<string, unknown>;
  volumes?: string[];
};
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

test('every service has an image of a fixed version, or is built here', () => {
  for (const [name, { image, build }] of services) {
    if (image === 'mindbot') continue;
    expect(build ?? image, name).toMatch(/^(\.|[\w./-]+:v?\d[\w.]*)$/);
  }
});

test('every service depends on services that exist', () => {
  for (const [name, { depends_on = [] }] of services) {
    const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
    for (const other of needed) expect(Object.keys(compose.services), name).toContain(other);
  }
});

test('every mounted file exists', () => {
  for (const [, { volumes = [] }] of services) {
    for (const volume of volumes) {
      const source = volume.split(':')[0] ?? '';
      if (source.startsWith('.')) expect(existsSync(resolve(root, source)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  }
});

test('every variable of the compose file is explained in .env.example', () => {
  const named = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const explained = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(named.filter((name) => !explained.includes(name ?? ''))).toEqual([]);
});

test('the image copies files that exist, and both roles have an entry', () => {
  const copies = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+)$/gm)];
  const sources = copies.flatMap(([, list]) => (list ?? '').trim().split(/\s+/).slice(0, -1));
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.filter((source) => !existsSync(resolve(root, source)))).toEqual([]);
  for (const role of ['api', 'agent'])
    expect(existsSync(resolve(root, role, 'src/main.ts'))).toBe(true);
  expect(compose.services.api?.command).toEqual(['api']);
  expect(compose.services.agent?.command).toEqual(['agent']);
});

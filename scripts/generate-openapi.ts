// Writes the OpenAPI document the sdk's types come from; with --check, fails when it differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createOpenApiDocument } from '../api/src/openapi.ts';

const path = resolve(import.meta.dirname, '../sdk/openapi.json');
const text = `${JSON.stringify(createOpenApiDocument(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  console.error('sdk/openapi.json is not what the routes say. Run `npm run generate`.');
  process.exitCode = 1;
}

// Writes the sdk's types from the api's OpenAPI document; with --check, fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const sdkFolder = join(import.meta.dirname, '..', 'sdk');
const documentFile = join(sdkFolder, 'openapi.json');
const typesFile = join(sdkFolder, 'src', 'api-types.generated.ts');
const HEADER =
  '// Made from sdk/openapi.json by scripts/generate-sdk-types.ts; change the api instead.\n';

/** The text of the generated file, as the document now asks for it. */
export async function generateSdkTypes(): Promise<string> {
  return HEADER + astToString(await openapiTypescript(pathToFileURL(documentFile)));
}

function readTypes(): string {
  try {
    return readFileSync(typesFile, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) {
  const types = await generateSdkTypes();
  if (!process.argv.includes('--check')) {
    writeFileSync(typesFile, types);
    console.log('Wrote sdk/src/api-types.generated.ts.');
  } else if (readTypes() !== types) {
    console.error(
      'sdk/src/api-types.generated.ts differs from sdk/openapi.json: run node scripts/generate-sdk-types.ts.',
    );
    process.exitCode = 1;
  }
}

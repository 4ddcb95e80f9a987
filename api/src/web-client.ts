// Serves the built web client: hashed files for ever, everything else fresh, all of it compressed.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The answer to a request for a file of the web client. */
export interface WebFile {
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  /** Set when the bytes are compressed. */
  contentEncoding: 'br' | 'gzip' | null;
  etag: string;
  /** The name carries a hash of the content: it never changes. */
  isImmutable: boolean;
}

/** The built web client. */
export interface WebClient {
  /** The file at a path; null when there is none. `acceptEncoding` is the request's header. */
  find(path: string, acceptEncoding: string): Promise<WebFile | null>;
}

interface StoredFile {
  path: string;
  contentType: string;
  etag: string;
  plain: Promise<Buffer>;
  compressed: Map<'br' | 'gzip', Promise<Buffer>>;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/;
/** Vite puts what it hashes here. */
const immutablePattern = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const compressWithBrotli = promisify(brotliCompress);
const compressWithGzip = promisify(gzip);

/**
 * Opens a folder with a built web client. It is read again whenever its index.html is newer, so a
 * rebuild needs no restart; requests never reach the file system by a path of their own.
 */
export function createWebClient(folder: string): WebClient {
  let files = new Map<string, StoredFile>();
  let builtAtMs = 0;

  async function refresh(): Promise<void> {
    const index = await stat(join(folder, 'index.html')).catch(() => null);
    if (!index) {
      files = new Map();
      builtAtMs = 0;
    } else if (index.mtimeMs !== builtAtMs) {
      files = await readFolder(folder);
      builtAtMs = index.mtimeMs;
    }
  }

  return {
    async find(path, acceptEncoding) {
      if (!files.has(path) || path === '/index.html') await refresh();
      const file = files.get(path);
      return file ? toWebFile(file, acceptEncoding) : null;
    },
  };
}

async function readFolder(folder: string): Promise<Map<string, StoredFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const stored = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map(async (entry): Promise<StoredFile> => {
        const file = join(entry.parentPath, entry.name);
        const bytes = await readFile(file);
        return {
          path: `/${relative(folder, file).split(sep).join('/')}`,
          contentType: contentTypes[extname(entry.name)] ?? 'application/octet-stream',
          etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
          plain: Promise.resolve(bytes),
          compressed: new Map(),
        };
      }),
  );
  return new Map(stored.map((file) => [file.path, file]));
}

async function toWebFile(file: StoredFile, acceptEncoding: string): Promise<WebFile> {
  const encoding = compressible.test(file.contentType) ? chooseEncoding(acceptEncoding) : null;
  const bytes = await (encoding ? compress(file, encoding) : file.plain);
  return {
    bytes: new Uint8Array(bytes),
    contentType: file.contentType,
    contentEncoding: encoding,
    etag: file.etag,
    isImmutable: immutablePattern.test(file.path),
  };
}

function chooseEncoding(acceptEncoding: string): 'br' | 'gzip' | null {
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\b)/.test(acceptEncoding)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(acceptEncoding) ? 'gzip' : null;
}

/** Each file is compressed once for each encoding, when it is first asked for. */
function compress(file: StoredFile, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const known = file.compressed.get(encoding);
  if (known) return known;
  const compressing = file.plain.then((bytes) =>
    encoding === 'br'
      ? compressWithBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : compressWithGzip(bytes, { level: 9 }),
  );
  file.compressed.set(encoding, compressing);
  return compressing;
}

// Keeps the sandbox's mails in a folder, one JSON file each, for this user alone.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupabaseEmail } from './supabase.ts';

/** A mail as it came: who sent it, and what its programs are told, where it says so. */
export type ReceivedEmail = SupabaseEmail & {
  from?: string | undefined;
  /** The `List-Unsubscribe` header. */
  listUnsubscribe?: string | undefined;
  /** The `List-Unsubscribe-Post` header: one click is enough. */
  listUnsubscribePost?: string | undefined;
};
/** A mail as it is kept. */
export type StoredEmail = ReceivedEmail & { id: string; receivedAt: string };

/** The mails of one folder. */
export type EmailStore = {
  save: (message: ReceivedEmail) => Promise<void>;
  /** A mail by its id, or null. */
  read: (id: string) => StoredEmail | null;
  /** The newest two hundred, the newest first. */
  list: () => StoredEmail[];
};

const idPattern = /^[0-9TZ-]+-[0-9]+$/;
const listedCount = 200;

/** Opens the folder; makes it when it is not there. */
export function openEmailStore(folder: string): EmailStore {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const save = async (message: ReceivedEmail) => {
    count += 1;
    const receivedAt = new Date().toISOString();
    // The count is padded: files are listed by name, and mails of one moment keep their order.
    const place = `${process.pid}${String(count).padStart(6, '0')}`;
    const id = `${receivedAt.replaceAll(/[:.]/g, '-')}-${place}`;
    const email: StoredEmail = { id, receivedAt, ...message };
    const path = join(folder, `${id}.json`);
    writeFileSync(`${path}.new`, `${JSON.stringify(email, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  const read = (id: string): StoredEmail | null => {
    if (!idPattern.test(id)) return null;
    try {
      return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'));
    } catch {
      return null;
    }
  };
  const list = (): StoredEmail[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .reverse()
      .slice(0, listedCount)
      .flatMap((file) => read(file.slice(0, -'.json'.length)) ?? []);
  return { save, read, list };
}

// Counts requests for all replicas together in Postgres, without a question to it for each request.
import type { Logger } from '@mindbot/platform/logging';
import { callForRows } from './clients/call-function.ts';
import type { Database } from './clients/database.ts';

/** What is counted: requests of a key, under a limit, within a window. */
export interface CountedKey {
  limitName: string;
  key: string;
  windowMs: number;
}

/** How often it was asked in the current window, as far as is known here. */
export interface Count {
  requests: number;
  resetMs: number;
}

interface Entry extends CountedKey {
  /** Of all replicas, as last heard. */
  shared: number;
  /** Counted here and not told yet. */
  untold: number;
  /** On its way to Postgres, and perhaps there already. */
  beingTold: number;
  /** When the window is over, by our own clock. */
  resetAtMs: number;
}

interface CountRow {
  limit_name: string;
  key: string;
  count: number;
  reset_ms: number;
}

const TELL_EVERY_MS = 1_000;
/** Rows in one statement. */
const BATCH = 1_000;

/**
 * The counts of one replica. What is counted loosely is known here at once and to the others within
 * a second, by one statement for all; what is counted exactly is asked of Postgres each time. While
 * Postgres is away, everything is counted here.
 */
export class SharedCounts {
  private readonly database: Pick<Database, 'query'>;
  private readonly logger: Logger;
  private readonly nowMs: () => number;
  private readonly entries = new Map<string, Entry>();
  private readonly timer: NodeJS.Timeout;
  private telling: Promise<void> = Promise.resolve();

  constructor(parts: { database: Pick<Database, 'query'>; logger: Logger; nowMs?: () => number }) {
    this.database = parts.database;
    this.logger = parts.logger;
    this.nowMs = parts.nowMs ?? (() => performance.now());
    this.timer = setInterval(() => void this.tell(), TELL_EVERY_MS);
    this.timer.unref();
  }

  /** Counts one request, or takes one back, and answers at once. */
  addLoosely(counted: CountedKey, requests: 1 | -1 = 1): Count {
    const entry = this.entryOf(counted);
    entry.untold += requests;
    return this.countOf(entry);
  }

  /** Counts one request, or takes one back, together with all replicas. */
  async addExactly(counted: CountedKey, requests: 1 | -1 = 1): Promise<Count> {
    const entry = this.entryOf(counted);
    try {
      const [row] = await this.exchange([{ entry, requests }]);
      if (row) return { requests: row.count, resetMs: row.reset_ms };
    } catch (error) {
      this.logger.warn({ err: error }, 'requests are counted by this process alone');
      entry.untold += requests;
    }
    return this.countOf(entry);
  }

  /** What is known of a key without counting anything. */
  peek(counted: CountedKey): Count {
    return this.countOf(this.entryOf(counted));
  }

  /** Tells the others what was counted here, and hears of theirs. Never rejects. */
  tell(): Promise<void> {
    this.telling = this.telling.then(() => this.tellNow());
    return this.telling;
  }

  /** Tells for the last time. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.tell();
  }

  private async tellNow(): Promise<void> {
    const nowMs = this.nowMs();
    for (const [id, { resetAtMs }] of this.entries) {
      if (resetAtMs <= nowMs) this.entries.delete(id);
    }
    const untold = [...this.entries.values()].filter((entry) => entry.untold !== 0);
    for (let start = 0; start < untold.length; start += BATCH) {
      const told = untold
        .slice(start, start + BATCH)
        .map((entry) => ({ entry, requests: entry.untold }));
      for (const { entry, requests } of told) entry.untold -= requests;
      try {
        await this.exchange(told);
      } catch (error) {
        for (const { entry, requests } of told) entry.untold += requests;
        this.logger.warn({ err: error }, 'counts of requests were not shared yet');
        return;
      }
    }
  }

  /** Adds to the shared counts and takes over their sums. @throws {DatabaseUnavailableError} */
  private async exchange(told: { entry: Entry; requests: number }[]): Promise<CountRow[]> {
    for (const { entry, requests } of told) entry.beingTold += requests;
    const rows = await callForRows<CountRow>(this.database, 'count_requests', {
      p_limit_names: told.map(({ entry }) => entry.limitName),
      p_keys: told.map(({ entry }) => entry.key),
      p_counts: told.map(({ requests }) => requests),
      p_windows_ms: told.map(({ entry }) => entry.windowMs),
    }).finally(() => {
      for (const { entry, requests } of told) entry.beingTold -= requests;
    });
    const nowMs = this.nowMs();
    for (const row of rows) {
      const entry = this.entries.get(idOf({ limitName: row.limit_name, key: row.key }));
      if (!entry) continue;
      entry.shared = row.count;
      entry.resetAtMs = nowMs + row.reset_ms;
    }
    return rows;
  }

  private entryOf(counted: CountedKey): Entry {
    const id = idOf(counted);
    const nowMs = this.nowMs();
    const known = this.entries.get(id);
    if (known && known.resetAtMs > nowMs) return known;
    const entry = {
      ...counted,
      shared: 0,
      untold: 0,
      beingTold: 0,
      resetAtMs: nowMs + counted.windowMs,
    };
    this.entries.set(id, entry);
    return entry;
  }

  private countOf({ shared, untold, beingTold, resetAtMs }: Entry): Count {
    return {
      requests: Math.max(0, shared + untold + beingTold),
      resetMs: resetAtMs - this.nowMs(),
    };
  }
}

const idOf = ({ limitName, key }: Pick<CountedKey, 'limitName' | 'key'>) => `${limitName} ${key}`;

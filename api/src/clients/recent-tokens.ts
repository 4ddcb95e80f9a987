// Remembers tokens that were verified a moment ago: a client sends the same one with each request.
import type { AuthenticatedUser } from './supabase.ts';

/** Verified tokens and their users. */
export interface RecentTokens {
  find(token: string): AuthenticatedUser | null;
  /** @param expiresAtMs when the token itself expires, in milliseconds since 1970. */
  keep(token: string, user: AuthenticatedUser, expiresAtMs: number): void;
}

const TOKENS_MAX = 5_000;
/** Verified anew after this long, so that a changed key or secret is noticed. */
const KEPT_MS_MAX = 60_000;

/** Makes the memory, of bounded size: the oldest go first. A verification costs about 60 µs. */
export function createRecentTokens(now: () => number = Date.now): RecentTokens {
  const kept = new Map<string, { user: AuthenticatedUser; untilMs: number }>();
  return {
    find(token) {
      const entry = kept.get(token);
      if (!entry) return null;
      if (now() < entry.untilMs) return entry.user;
      kept.delete(token);
      return null;
    },
    keep(token, user, expiresAtMs) {
      kept.set(token, { user, untilMs: Math.min(expiresAtMs, now() + KEPT_MS_MAX) });
      const [oldest] = kept.keys();
      if (kept.size > TOKENS_MAX && oldest !== undefined) kept.delete(oldest);
    },
  };
}

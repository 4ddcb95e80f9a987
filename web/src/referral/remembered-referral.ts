// Remembers in this browser whose link led here, until there is an account to note it on.

const STORAGE_KEY = 'mindbot.referral';
const MAX_AGE_MS = 30 * 86_400_000;
const CODE = /^[A-Za-z0-9_-]{4,64}$/;

/** Notes the code of a link `/?ref=CODE`; answers the rest of the query, for the address bar. */
export function rememberReferral(search: string, nowMs: number): string {
  const parameters = new URLSearchParams(search);
  const code = parameters.get('ref');
  if (code === null) return search;
  parameters.delete('ref');
  try {
    if (CODE.test(code)) localStorage.setItem(STORAGE_KEY, JSON.stringify({ code, atMs: nowMs }));
  } catch {
    // Storage can be blocked; the link is then an ordinary one.
  }
  const rest = parameters.toString();
  return rest && `?${rest}`;
}

/** The remembered code; null when there is none or it is too old. */
export function rememberedReferral(nowMs: number): string | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    const { code, atMs } = (stored ?? {}) as { code?: unknown; atMs?: unknown };
    const isFresh = typeof atMs === 'number' && nowMs - atMs < MAX_AGE_MS;
    return typeof code === 'string' && CODE.test(code) && isFresh ? code : null;
  } catch {
    return null;
  }
}

/** Forgets the code, once it has been given or refused. */
export function forgetReferral(): void {
  try {
    localStorage.removeItem(STORAGE_KEY);
  } catch {
    // Storage can be blocked; then nothing was remembered.
  }
}

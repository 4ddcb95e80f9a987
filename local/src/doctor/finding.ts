// What the doctor says: one line each, with what to do about it, and never a secret.

/** How it stands with one thing. */
export interface Finding {
  level: 'ok' | 'warn' | 'fail';
  /** What was looked at, and what was seen. */
  text: string;
  /** What to do; for everything that is not ok. */
  advice?: string;
}

export const ok = (text: string): Finding => ({ level: 'ok', text });
export const warn = (text: string, advice: string): Finding => ({ level: 'warn', text, advice });
export const fail = (text: string, advice: string): Finding => ({ level: 'fail', text, advice });

/** Settings by name, as in .env. */
export type Settings = Record<string, string | undefined>;

/** How long the doctor waits for any one answer. */
export const ANSWER_MS_MAX = 5_000;

/** The host of an address, for people; nothing of its path, user or password. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return 'an address that cannot be read';
  }
}

/** Why something could not be reached, in few words. */
export function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return `no answer within ${ANSWER_MS_MAX / 1_000} s`;
  return 'code' in cause ? String(cause.code) : cause.name;
}

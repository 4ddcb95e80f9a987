// Counts the days until time expires, so that no card ends without a word.

/** From how many days on the end of a card is pointed out. */
export const EXPIRY_NOTICE_DAYS = 30;

/** Whole days until a moment, rounded up; 0 when it is past. */
export function daysUntil(iso: string, nowMs = Date.now()): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / 86_400_000));
}

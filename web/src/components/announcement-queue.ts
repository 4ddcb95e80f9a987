// Orders what is to be spoken: urgent sentences first, and nothing twice in a row.
import type { Announcement } from '../call/announce.ts';

const MAX_WAITING = 4;

/** The queue after one more announcement; an assertive one drops whatever polite ones wait. */
export function takeNext(
  queue: readonly Announcement[],
  announcement: Announcement,
): readonly Announcement[] {
  if (queue.at(-1)?.text === announcement.text) return queue;
  if (announcement.politeness === 'polite') return [...queue, announcement].slice(0, MAX_WAITING);
  const urgent = queue.filter(({ politeness }) => politeness === 'assertive');
  return [...urgent, announcement].slice(-MAX_WAITING);
}

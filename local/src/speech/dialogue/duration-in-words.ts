// Says a length of time as people do.

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** For example "9 minutes and 40 seconds". Whole seconds, rounded down: never more than there is. */
export function durationInWords(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const parts = [
    { count: Math.floor(seconds / 3600), unit: 'hour' },
    { count: Math.floor((seconds % 3600) / 60), unit: 'minute' },
    { count: seconds % 60, unit: 'second' },
  ].filter(({ count }) => count > 0);
  const words = parts.map(({ count, unit }) => counted(count, unit));
  const last = words.pop() ?? 'no time';
  return words.length > 0 ? `${words.join(', ')} and ${last}` : last;
}

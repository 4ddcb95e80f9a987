// Turns a choice of dates into the moments the api filters by, in the reader's own time zone.
import type { CallFilter } from './history-filter.tsx';

/** Any date, the last 7 or 30 days, or two dates of one's own. */
export type DateChoice = 'any' | '7' | '30' | 'custom';

/** The range of a filter as ISO times; an end that is open is undefined. `to` itself is included. */
export function dateRange(
  { dates, from, to }: Pick<CallFilter, 'dates' | 'from' | 'to'>,
  now = new Date(),
): { from?: string; to?: string } {
  if (dates === 'any') return {};
  if (dates === 'custom') return { from: startOfDay(from), to: startOfDay(to, 1) };
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(dates) + 1);
  return { from: start.toISOString() };
}

function startOfDay(day: string, addedDays = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  return new Date(year, month - 1, date + addedDays).toISOString();
}

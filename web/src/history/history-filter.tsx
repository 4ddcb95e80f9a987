// Narrows the list of calls by words and by dates.
import { CalendarDays, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { inputClass } from '../components/text-field.tsx';
import { historyCopy } from '../copy/history.ts';
import type { DateChoice } from './date-range.ts';

/** What to look for; empty strings ask for nothing. */
export type CallFilter = { query: string; dates: DateChoice; from: string; to: string };

/** Every call. */
export const NO_FILTER: CallFilter = { query: '', dates: 'any', from: '', to: '' };

const TYPING_PAUSE_MS = 300;

const choices: [DateChoice, string][] = [
  ['any', historyCopy.anyDate],
  ['7', historyCopy.last7Days],
  ['30', historyCopy.last30Days],
  ['custom', historyCopy.customDates],
];

type HistoryFilterProps = { filter: CallFilter; onChange: (filter: CallFilter) => void };

/** The search field and the date filter. */
export function HistoryFilter({ filter, onChange }: HistoryFilterProps) {
  const [query, setQuery] = useState(filter.query);
  useEffect(() => setQuery(filter.query), [filter.query]);
  useEffect(() => {
    if (query === filter.query) return;
    const timer = setTimeout(() => onChange({ ...filter, query }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, filter, onChange]);

  return (
    <search className="grid gap-2">
      <label className="relative">
        <span className="sr-only">{historyCopy.search}</span>
        <Search
          className="pointer-events-none absolute start-3 top-3 size-5 text-muted"
          aria-hidden="true"
        />
        <input
          type="search"
          className={`${inputClass} ps-10`}
          placeholder={historyCopy.search}
          value={query}
          maxLength={200}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <label className="select-box">
        <CalendarDays className="size-4 flex-none text-muted" aria-hidden="true" />
        <span className="sr-only">{historyCopy.dates}</span>
        <select
          value={filter.dates}
          onChange={(event) => onChange({ ...filter, dates: event.target.value as DateChoice })}
        >
          {choices.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {filter.dates === 'custom' && <CustomDates filter={filter} onChange={onChange} />}
    </search>
  );
}

function CustomDates({ filter, onChange }: HistoryFilterProps) {
  return (
    <div className="grid grid-cols-2 gap-2">
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="grid gap-1 text-sm">
          {historyCopy[name]}
          <input
            type="date"
            className={inputClass}
            value={filter[name]}
            onChange={(event) => onChange({ ...filter, [name]: event.target.value })}
          />
        </label>
      ))}
    </div>
  );
}

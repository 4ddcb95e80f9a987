// The list of calls, page by page.
import type { MindbotError, VoiceSessionListItem } from '@mindbot/sdk';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Button, buttonClass } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { historyCopy } from '../copy/history.ts';
import { shellCopy } from '../copy/shell.ts';
import { failureText } from '../failure-text.ts';
import { useServices } from '../services.tsx';
import { CallRow } from './call-row.tsx';
import { dateRange } from './date-range.ts';
import type { CallFilter } from './history-filter.tsx';

type CallListProps = { filter: CallFilter; chosenId?: string; onClear: () => void };

const PAGE_SIZE = 20;

/** The calls that match. Give it a new key when the filter changes. */
export function CallList({ filter, chosenId, onClear }: CallListProps) {
  const { items, cursor, error, isLoading, loadMore } = useCalls(filter);
  const isFiltered = filter.query !== '' || filter.dates !== 'any';
  if (items.length === 0 && isLoading) return <LoadingLines />;
  if (items.length === 0 && !error) {
    return isFiltered ? <NoMatches onClear={onClear} /> : <NoCalls />;
  }
  return (
    <>
      <ul className="mt-4 grid" aria-label={historyCopy.list}>
        {items.map((call) => (
          <li key={call.id}>
            <CallRow call={call} href={`/history/${call.id}`} isChosen={call.id === chosenId} />
          </li>
        ))}
      </ul>
      {error && (
        <Notice
          tone="failure"
          isAlert
          action={<Button onClick={loadMore}>{shellCopy.tryAgain}</Button>}
        >
          {failureText(error.code)}
        </Notice>
      )}
      {cursor && !error && (
        <Button className="mt-4 w-full" aria-disabled={isLoading} onClick={loadMore}>
          {isLoading ? shellCopy.loading : historyCopy.loadMore}
        </Button>
      )}
    </>
  );
}

function useCalls(filter: CallFilter) {
  const { client } = useServices();
  const [items, setItems] = useState<VoiceSessionListItem[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [error, setError] = useState<MindbotError | null>(null);
  const [isLoading, setLoading] = useState(true);
  const load = useCallback(
    async (after: string | null, signal?: AbortSignal) => {
      setLoading(true);
      const query = filter.query || undefined;
      const params = { limit: PAGE_SIZE, cursor: after ?? undefined, query, ...dateRange(filter) };
      const result = await client.voiceSessions.list(params, { signal });
      if (signal?.aborted) return;
      setLoading(false);
      setError(result.error);
      if (result.error) return;
      const page = result.data;
      setItems((old) => (after === null ? page.items : [...old, ...page.items]));
      setCursor(page.nextCursor);
    },
    [client, filter],
  );
  useEffect(() => {
    const controller = new AbortController();
    void load(null, controller.signal);
    return () => controller.abort();
  }, [load]);
  return { items, cursor, error, isLoading, loadMore: () => void (isLoading || load(cursor)) };
}

function NoMatches({ onClear }: { onClear: () => void }) {
  return (
    <div role="status" className="empty-state">
      <h2 className="font-bold">{historyCopy.noMatches}</h2>
      <p className="text-muted">{historyCopy.noMatchesText}</p>
      <Button onClick={onClear}>{historyCopy.clearFilters}</Button>
    </div>
  );
}

function NoCalls() {
  return (
    <div className="empty-state">
      <h2 className="font-bold">{historyCopy.noCalls}</h2>
      <p className="text-muted">{historyCopy.noCallsText}</p>
      <Link href="/talk" className={buttonClass('primary')}>
        {historyCopy.firstCall}
      </Link>
    </div>
  );
}

// Loads a list page by page, and anew from its beginning when what it lists has changed.
import type { MindbotError, MindbotResult, Page, PageParams } from '@mindbot/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';

/** What has come of a list so far; `items` is null until its first page is there. */
export type Pages<Item> = {
  items: Item[] | null;
  hasMore: boolean;
  error: MindbotError | null;
  isLoading: boolean;
  loadMore(): void;
  reload(): void;
};

type GetPage<Item> = (
  params: PageParams,
  options: { signal: AbortSignal },
) => Promise<MindbotResult<Page<Item>>>;

type State<Item> = Omit<Pages<Item>, 'hasMore' | 'loadMore' | 'reload'> & { cursor: string | null };

/** The list that `getPage` gives, `limit` items at a time. `getPage` may be new at every render. */
export function usePages<Item>(limit: number, getPage: GetPage<Item>): Pages<Item> {
  const request = useRef(getPage);
  request.current = getPage;
  const controller = useRef(new AbortController());
  const [state, setState] = useState<State<Item>>({
    items: null,
    cursor: null,
    error: null,
    isLoading: true,
  });
  const load = useCallback(
    async (cursor: string | null) => {
      controller.current.abort();
      controller.current = new AbortController();
      const { signal } = controller.current;
      setState((old) => ({ ...old, isLoading: true }));
      const { data, error } = await request.current(
        { limit, cursor: cursor ?? undefined },
        { signal },
      );
      if (signal.aborted) return;
      setState((old) => {
        if (error) return { ...old, error, isLoading: false };
        const items = cursor === null ? data.items : [...(old.items ?? []), ...data.items];
        return { items, cursor: data.nextCursor, error: null, isLoading: false };
      });
    },
    [limit],
  );
  const reload = useCallback(() => void load(null), [load]);
  useEffect(() => {
    reload();
    return () => controller.current.abort();
  }, [reload]);
  const { cursor, ...shown } = state;
  return { ...shown, hasMore: cursor !== null, loadMore: () => void load(cursor), reload };
}

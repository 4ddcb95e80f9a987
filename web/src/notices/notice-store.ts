// Keeps the person's notices: how many are unread, the newest, and one that has just come.
import type { MindbotClient, MindbotError, Notice } from '@mindbot/sdk';

/** What the page knows of the notices. Replaced, never changed in place. */
export type NoticeState = {
  /** Null until the first answer. */
  items: readonly Notice[] | null;
  nextCursor: string | null;
  unreadCount: number;
  error: MindbotError | null;
  isLoading: boolean;
  /** Came while the page was open, and was neither closed nor seen in the list. */
  fresh: Notice | null;
};

/** The notices of the page. */
export type NoticeStore = {
  getState(): NoticeState;
  subscribe(listener: () => void): () => void;
  /** Asks for the newest; with the id of one that has just come, that one is pointed out. */
  refresh(freshId?: string): Promise<void>;
  loadMore(): Promise<void>;
  /** Notes that what is listed was seen, or with null that everything was. */
  markRead(ids: string[] | null): Promise<void>;
  /** Puts the fresh notice away; it stays in the list. */
  dismiss(): void;
};

const PAGE_SIZE = 20;
const EMPTY: NoticeState = {
  items: null,
  nextCursor: null,
  unreadCount: 0,
  error: null,
  isLoading: false,
  fresh: null,
};

/** Makes the store. */
export function createNoticeStore(client: Pick<MindbotClient, 'notices'>): NoticeStore {
  const listeners = new Set<() => void>();
  let state = EMPTY;
  let latestRequest = 0;

  const set = (change: Partial<NoticeState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh(freshId) {
      latestRequest += 1;
      const request = latestRequest;
      set({ isLoading: true });
      const { data, error } = await client.notices.list({ limit: PAGE_SIZE });
      const fresh = data?.items.find(({ id, readAt }) => id === freshId && readAt === null);
      if (fresh) set({ fresh });
      // An answer overtaken by a later question would show an older list.
      if (request !== latestRequest) return;
      if (error) return set({ error, isLoading: false });
      const { items, nextCursor, unreadCount } = data;
      set({ items, nextCursor, unreadCount, error: null, isLoading: false });
    },
    async loadMore() {
      if (state.isLoading || state.nextCursor === null) return;
      latestRequest += 1;
      const request = latestRequest;
      set({ isLoading: true });
      const params = { limit: PAGE_SIZE, cursor: state.nextCursor };
      const { data, error } = await client.notices.list(params);
      if (request !== latestRequest) return;
      if (error) return set({ error, isLoading: false });
      const { nextCursor, unreadCount } = data;
      const items = [...(state.items ?? []), ...data.items];
      set({ items, nextCursor, unreadCount, error: null, isLoading: false });
    },
    async markRead(ids) {
      if (ids?.length === 0) return;
      const { data, error } = await client.notices.markRead(ids);
      if (error) return;
      const readAt = new Date().toISOString();
      const isRead = ({ id }: Notice) => ids === null || ids.includes(id);
      set({
        unreadCount: data.unreadCount,
        items: state.items?.map((each) => (isRead(each) ? { ...each, readAt } : each)) ?? null,
        fresh: state.fresh && isRead(state.fresh) ? null : state.fresh,
      });
    },
    dismiss: () => set({ fresh: null }),
  };
}

// Holds the notices to counting what is unread, pointing out what is new, and never going back.
import type { Notice } from '@mindbot/sdk';
import { expect, test, vi } from 'vitest';
import { createNoticeStore } from './notice-store.ts';

const notice = (id: string, readAt: string | null = null): Notice => ({
  id,
  kind: 'receipt',
  title: id,
  text: '',
  url: null,
  createdAt: '2026-11-21T12:00:00Z',
  readAt,
});

function makeStore(pages: Notice[][]) {
  const list = vi.fn(async ({ cursor }: { cursor?: string }) => {
    const index = Number(cursor ?? 0);
    const items = pages[index] ?? [];
    const nextCursor = index + 1 < pages.length ? String(index + 1) : null;
    const unreadCount = pages.flat().filter(({ readAt }) => readAt === null).length;
    return { data: { items, nextCursor, unreadCount }, error: null };
  });
  const markRead = vi.fn(async (ids: string[] | null) => ({
    data: { unreadCount: ids === null ? 0 : 1 },
    error: null,
  }));
  return { list, markRead, store: createNoticeStore({ notices: { list, markRead } as never }) };
}

test('the list grows page by page, with the count of all that is unread', async () => {
  const { store } = makeStore([[notice('c'), notice('b', 'then')], [notice('a')]]);
  await store.refresh();
  expect(store.getState()).toMatchObject({ unreadCount: 2, nextCursor: '1', fresh: null });
  await store.loadMore();
  expect(store.getState().items?.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(store.getState().nextCursor).toBeNull();
});

test('one that has just come is pointed out until it is put away', async () => {
  const { store } = makeStore([[notice('new'), notice('old')]]);
  await store.refresh('new');
  expect(store.getState().fresh?.id).toBe('new');
  await store.refresh();
  expect(store.getState().fresh?.id).toBe('new');
  store.dismiss();
  expect(store.getState().fresh).toBeNull();
});

test('one that was read elsewhere meanwhile is not pointed out', async () => {
  const { store } = makeStore([[notice('new', 'then')]]);
  await store.refresh('new');
  expect(store.getState().fresh).toBeNull();
});

test('what was seen is read, and no more than that', async () => {
  const { store, markRead } = makeStore([[notice('b'), notice('a')]]);
  await store.refresh('b');
  await store.markRead([]);
  expect(markRead).not.toHaveBeenCalled();
  await store.markRead(['b']);
  expect(store.getState()).toMatchObject({ unreadCount: 1, fresh: null });
  expect(store.getState().items?.map(({ readAt }) => readAt !== null)).toEqual([true, false]);
  await store.markRead(null);
  expect(store.getState().unreadCount).toBe(0);
});

test('an answer overtaken by a later one changes nothing', async () => {
  const { store, list } = makeStore([[notice('a')]]);
  const { promise, resolve: answerFirst } = Promise.withResolvers<never>();
  list.mockImplementationOnce(() => promise);
  const first = store.refresh();
  await store.refresh();
  answerFirst({ data: { items: [], nextCursor: null, unreadCount: 0 }, error: null } as never);
  await first;
  expect(store.getState().unreadCount).toBe(1);
});

test('a failure keeps what was there', async () => {
  const { store, list } = makeStore([[notice('a')]]);
  await store.refresh();
  list.mockResolvedValueOnce({ data: null, error: { code: 'network_error' } } as never);
  await store.refresh();
  expect(store.getState()).toMatchObject({ unreadCount: 1, error: { code: 'network_error' } });
  expect(store.getState().items).toHaveLength(1);
});

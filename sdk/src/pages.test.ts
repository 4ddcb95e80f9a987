// Guards walking through lists: every item once, no page too many, no endless loop.
import { expect, test } from 'vitest';
import { listAll, type PageParams } from './pages.ts';

const PAGES: Record<string, { items: number[]; nextCursor: string | null }> = {
  first: { items: [1, 2], nextCursor: 'b' },
  b: { items: [3], nextCursor: 'c' },
  c: { items: [], nextCursor: null },
};

function makeList(pages = PAGES) {
  const asked: PageParams[] = [];
  const getPage = async (params: PageParams) => {
    asked.push(params);
    const data = pages[params.cursor ?? 'first'];
    if (data) return { data, error: null };
    return { data: null, error: { code: 'aborted', message: 'No page.' } as const };
  };
  return { asked, getPage };
}

async function collect(items: AsyncIterable<number>): Promise<number[]> {
  const collected: number[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

test('yields every item in order and keeps the other parameters', async () => {
  const { asked, getPage } = makeList();
  expect(await collect(listAll(getPage, { limit: 2 }))).toEqual([1, 2, 3]);
  expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, 'b', 'c']);
  expect(asked.every(({ limit }) => limit === 2)).toBe(true);
});

test('asks for no page that is not needed', async () => {
  const { asked, getPage } = makeList();
  for await (const item of listAll(getPage, {})) if (item === 2) break;
  expect(asked).toHaveLength(1);
});

test('throws the error of a page that cannot be had', async () => {
  const { getPage } = makeList({ first: { items: [1], nextCursor: 'gone' } });
  await expect(collect(listAll(getPage, {}))).rejects.toThrow('aborted: No page.');
});

test('ends when a server repeats its cursor', async () => {
  const { asked, getPage } = makeList({
    first: { items: [1], nextCursor: 'b' },
    b: { items: [2], nextCursor: 'b' },
  });
  expect(await collect(listAll(getPage, {}))).toEqual([1, 2]);
  expect(asked).toHaveLength(2);
});

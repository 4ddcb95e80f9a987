// Walks a paged list to its end, for callers who want every item and no cursors.
import { type MindbotResult, unwrap } from './errors.ts';
import type { Page } from './types.ts';

/** Which page of a list to get. */
export interface PageParams {
  /** Items on the page; the api's default and upper bound hold. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

/**
 * Yields every item of a list, asking for the next page only when it is reached.
 * @throws {MindbotRequestError} when a page cannot be had.
 */
export async function* listAll<Item, Params extends PageParams>(
  getPage: (params: Params) => Promise<MindbotResult<Page<Item>>>,
  params: Params,
): AsyncGenerator<Item, void, undefined> {
  let cursor = params.cursor;
  do {
    const page: Page<Item> = unwrap(await getPage({ ...params, cursor }));
    yield* page.items;
    // A server that repeats its cursor would otherwise be asked for ever.
    cursor = page.nextCursor === cursor ? undefined : (page.nextCursor ?? undefined);
  } while (cursor !== undefined);
}

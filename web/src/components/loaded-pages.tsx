// Shows a list that comes page by page: its items, its beginning, its failure and its continuation.
import type { ReactNode } from 'react';
import { shellCopy } from '../copy/shell.ts';
import { failureText } from '../failure-text.ts';
import type { Pages } from '../use-pages.ts';
import { Button } from './button.tsx';
import { LoadingLines } from './loaded.tsx';
import { Notice } from './notice.tsx';

type LoadedPagesProps<Item> = {
  pages: Pages<Item>;
  /** What the button is called that brings the next page. */
  more: string;
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
};

/** The list in whichever state it is. What is there stays when the next page fails. */
export function LoadedPages<Item>({ pages, more, empty, children }: LoadedPagesProps<Item>) {
  const { items, error, isLoading, hasMore, loadMore, reload } = pages;
  if (items === null && error === null) return <LoadingLines />;
  return (
    <>
      {items !== null && (items.length === 0 ? empty : children(items))}
      {error && (
        <Notice
          tone="failure"
          // A page of many lists would otherwise say it many times; a press deserves its answer.
          isAlert={items !== null}
          action={
            <Button onClick={items === null ? reload : loadMore}>{shellCopy.tryAgain}</Button>
          }
        >
          {failureText(error.code)}
        </Notice>
      )}
      {hasMore && !error && (
        <Button
          className="mt-3"
          aria-disabled={isLoading}
          onClick={() => {
            if (!isLoading) loadMore();
          }}
        >
          {isLoading ? shellCopy.loading : more}
        </Button>
      )}
    </>
  );
}

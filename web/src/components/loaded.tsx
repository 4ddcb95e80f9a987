// Shows what was loaded, or that it is being loaded, or why it could not be.
import type { ReactNode } from 'react';
import { shellCopy } from '../copy/shell.ts';
import { failureText } from '../failure-text.ts';
import type { Load } from '../use-load.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

type LoadedProps<Data> = {
  load: Load<Data>;
  /** Whether a failure is read out; false for one of many parts of a page, which would all speak. */
  isAlert?: boolean;
  children: (data: Data) => ReactNode;
};

/** The three states of anything loaded. Old data stays shown while it is loaded again. */
export function Loaded<Data>({ load, isAlert = true, children }: LoadedProps<Data>) {
  if (load.data !== null) return children(load.data);
  if (load.error === null) return <LoadingLines />;
  return (
    <Notice
      tone="failure"
      isAlert={isAlert}
      action={<Button onClick={load.reload}>{shellCopy.tryAgain}</Button>}
    >
      {failureText(load.error.code)}
    </Notice>
  );
}

/** Grey lines where text will be. */
export function LoadingLines() {
  return (
    <div role="status" className="grid gap-3 py-2">
      <span className="sr-only">{shellCopy.loading}</span>
      <span className="loading-line w-3/4" />
      <span className="loading-line w-full" />
      <span className="loading-line w-1/2" />
    </div>
  );
}

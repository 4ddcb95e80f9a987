// The frame of every ordinary screen: its title in the tab, its heading with the focus, its width.
import { type ReactNode, useEffect, useRef } from 'react';
import { shellCopy } from '../copy/shell.ts';
import { fillMessage } from '../message.ts';
import { MAIN_ID } from './skip-link.tsx';

type PageProps = {
  title: string;
  /** The heading when it says more than the tab's title. */
  heading?: ReactNode;
  /** What stands beside the heading. */
  aside?: ReactNode;
  width?: 'narrow' | 'wide';
  children: ReactNode;
};

let hasPageBeenShown = false;

/** Sets the tab's title, and moves the focus to the heading after a change of page. */
export function usePageTitle(title: string, shouldTakeFocus = true) {
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = fillMessage(shellCopy.titled, { page: title });
  }, [title]);
  useEffect(() => {
    // The first page is announced by the browser itself.
    if (hasPageBeenShown) scrollTo(0, 0);
    if (hasPageBeenShown && shouldTakeFocus) headingRef.current?.focus({ preventScroll: true });
    hasPageBeenShown = true;
  }, [shouldTakeFocus]);
  return headingRef;
}

/** An ordinary page: a main element with one heading. */
export function Page({ title, heading, aside, width = 'wide', children }: PageProps) {
  const headingRef = usePageTitle(title);
  const maxWidth = width === 'narrow' ? 'max-w-md' : 'max-w-6xl';
  return (
    <main
      id={MAIN_ID}
      tabIndex={-1}
      className={`mx-auto w-full ${maxWidth} px-(--page-inset) py-8 md:py-12`}
    >
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 ref={headingRef} tabIndex={-1} className="text-2xl font-bold tracking-tight">
          {heading ?? title}
        </h1>
        {aside}
      </div>
      {children}
    </main>
  );
}

// Lets a keyboard pass the navigation with one key.
import { shellCopy } from '../copy/shell.ts';

/** The id that every page's main element carries. */
export const MAIN_ID = 'main';

/** A link to the page's content; seen while it has the focus. */
export function SkipLink() {
  const skip = (event: React.MouseEvent) => {
    // An address with a fragment would read as another page to the router's history.
    event.preventDefault();
    document.getElementById(MAIN_ID)?.focus();
  };
  return (
    <a
      href={`#${MAIN_ID}`}
      onClick={skip}
      className="fixed start-4 top-0 z-50 -translate-y-full rounded-control bg-spruce px-4 py-3 font-medium text-on-spruce focus:translate-y-4"
    >
      {shellCopy.skipToContent}
    </a>
  );
}

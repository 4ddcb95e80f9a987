// Opens a tab at the press, because browsers allow none later, and leads it on when its page is known.
import type { TabHandle } from './purchase-store.ts';

/** An empty tab; null when the browser allows none. */
export function openTab(): TabHandle | null {
  const tab = window.open('', '_blank');
  if (tab === null) return null;
  // What is shown there later has no business with this page.
  tab.opener = null;
  return {
    go: (url) => tab.location.replace(url),
    close: () => tab.close(),
  };
}

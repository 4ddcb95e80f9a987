// Owns everything a screen reader is told by itself: one voice, one sentence at a time.
import { useEffect, useState } from 'react';
import type { Announcement } from '../call/announce.ts';
import { useServices } from '../services.tsx';
import { takeNext } from './announcement-queue.ts';

// Long enough for a screen reader to notice a change of text before the next one.
const SPACING_MS = 1200;

/** The two live regions, of which only one has text at a time. Rendered once, at the root. */
export function Announcer() {
  const { call } = useServices();
  const [queue, setQueue] = useState<readonly Announcement[]>([]);
  const current = queue[0];

  useEffect(
    () => call.onAnnouncement((announcement) => setQueue((old) => takeNext(old, announcement))),
    [call],
  );
  useEffect(() => {
    if (!current) return;
    const timer = setTimeout(() => setQueue((old) => old.slice(1)), SPACING_MS);
    return () => clearTimeout(timer);
  }, [current]);

  return (
    <div className="sr-only">
      <div role="status" aria-live="polite">
        {current?.politeness === 'polite' ? current.text : ''}
      </div>
      <div role="alert" aria-live="assertive">
        {current?.politeness === 'assertive' ? current.text : ''}
      </div>
    </div>
  );
}

// Tells whether things may move: the system's wish, which a person can tighten in the settings.
import { useSyncExternalStore } from 'react';
import { useSettings } from './settings.ts';

const query = '(prefers-reduced-motion: reduce)';

/** True when nothing should move by itself. */
export function useIsMotionReduced(): boolean {
  const isSystemReduced = useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
  return useSettings().motion === 'reduced' || isSystemReduced;
}

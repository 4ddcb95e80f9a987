// What is said, as text beside the call: a named log that never pulls a reader away.

import type { TranscriptItem } from '@mindbot/sdk/voice';
import { ArrowDown } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { callCopy } from '../copy/call.ts';
import { useSettings } from '../settings.ts';
import type { CallNote } from './call-state.ts';
import { CaptionNote } from './caption-note.tsx';
import { CaptionTurn } from './caption-turn.tsx';

type CaptionsProps = {
  turns: readonly TranscriptItem[];
  notes: readonly CallNote[];
  agentName: string;
};

/** The captions of a call in which nothing was said yet; always the same object. */
export const NO_TURNS: readonly TranscriptItem[] = [];

// A reader this close to the end is following; further up they are reading.
const FOLLOW_DISTANCE_PX = 48;

/**
 * The captions of the call. Streaming text is never a live region; see the announcer. Not drawn again
 * by what only moves the clock.
 */
export const Captions = memo(function Captions({ turns, notes, agentName }: CaptionsProps) {
  const { captionSize } = useSettings();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const notesAfter = (itemId: string | null) =>
    notes
      .filter((note) => note.afterItemId === itemId)
      .map((note) => <CaptionNote key={note.id} note={note} />);

  const jump = () => {
    scrollRef.current?.scrollTo({ top: scrollRef.current.scrollHeight });
    // The button leaves, and the focus it had must go somewhere near.
    scrollRef.current?.focus({ preventScroll: true });
    setFollowing(true);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows whatever is added below.
  useEffect(() => {
    if (isFollowing) scrollRef.current?.scrollTo({ top: scrollRef.current.scrollHeight });
  }, [turns, notes, isFollowing]);
  useEffect(() => {
    const box = scrollRef.current;
    if (!box || !isFollowing) return;
    // A sheet that opens makes the box lower, which must not hide the last words.
    const observer = new ResizeObserver(() => box.scrollTo({ top: box.scrollHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, [isFollowing]);
  const noteScroll = (event: React.UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    setFollowing(scrollHeight - scrollTop - clientHeight < FOLLOW_DISTANCE_PX);
  };

  return (
    <div className="captions" data-size={captionSize}>
      <div
        ref={scrollRef}
        onScroll={noteScroll}
        className="captions-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must take the keyboard.
        tabIndex={0}
        role="log"
        aria-label={callCopy.captions}
        aria-live="off"
        data-testid="captions"
      >
        {turns.length === 0 && <p className="text-muted">{callCopy.captionsEmpty}</p>}
        {notesAfter(null)}
        {turns.map((item) => (
          <div key={item.id} className="caption-group">
            <CaptionTurn item={item} agentName={agentName} />
            {notesAfter(item.id)}
          </div>
        ))}
      </div>
      {!isFollowing && (
        <button type="button" className="jump-to-latest" onClick={jump}>
          <ArrowDown className="size-4" aria-hidden="true" />
          {callCopy.jumpToLatest}
        </button>
      )}
    </div>
  );
});

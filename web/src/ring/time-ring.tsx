// The ring that shows how much time is left and who is heard: the one figure of the product.
import { CircleAlert, Hourglass, Pause } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { timeCopy } from '../copy/call.ts';
import { formatBalance } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useIsMotionReduced } from '../motion.ts';
import type { TimerMode } from '../settings.ts';
import { LevelMeter } from './level-meter.tsx';
import { Pips } from './pips.tsx';
import { RingArc } from './ring-arc.tsx';
import {
  arcMotion,
  arcSeconds,
  litPips,
  type RingMode,
  type RingNote,
  timeLevel,
} from './ring-state.ts';
import { shownTime } from './shown-time.ts';
import { Visualizer, type VisualizerSource } from './visualizer.tsx';

// Longer times, such as "1 h 12 min", take smaller digits.
const LONG_DIGITS = 6;

/** Everything the ring of a call shows. */
export type TimeRingProps = {
  remainingMs: number;
  mode: RingMode;
  note: RingNote;
  timerMode: TimerMode;
  /** The state in one or two words, with its icon. */
  word: ReactNode;
  source: VisualizerSource;
  getLevel: () => number;
  pendingMs?: number;
  wasTimeAdded?: boolean;
};

/** The TimeRing of a call: a whole ring is ten minutes, and it drains clockwise to 12 o'clock. */
export function TimeRing(props: TimeRingProps) {
  const { remainingMs, mode, source, getLevel } = props;
  const isStill = useIsMotionReduced();
  const motion = useArcMotion(props);

  return (
    <div className="time-ring">
      <RingArc
        seconds={arcSeconds(remainingMs, isStill)}
        mode={mode}
        level={timeLevel(remainingMs)}
        motion={isStill ? 'jump' : motion}
        pendingMs={props.pendingMs}
      />
      {!isStill && <Visualizer source={source} getLevel={getLevel} />}
      <div className="ring-inside">
        <div className="ring-word">{props.word}</div>
        <TimeLeft {...props} />
        {isStill && source !== 'quiet' && (
          <LevelMeter getLevel={getLevel} tone={source === 'agent' ? 'agent' : 'you'} />
        )}
      </div>
    </div>
  );
}

function useArcMotion({ remainingMs, mode, wasTimeAdded = false }: TimeRingProps) {
  const previous = useRef({ remainingMs, mode });
  const { current } = previous;
  // The arc fills when the time starts to count, as it does when time is added.
  const isFilled = wasTimeAdded || (current.mode === 'outline' && mode !== 'outline');
  const fromMs = current.mode === 'outline' ? 0 : current.remainingMs;
  const motion = arcMotion(fromMs, remainingMs, isFilled);
  useEffect(() => {
    previous.current = { remainingMs, mode };
  });
  return motion;
}

function TimeLeft({ remainingMs, note, timerMode, pendingMs = 0 }: TimeRingProps) {
  const level = timeLevel(remainingMs);
  const time = shownTime(remainingMs, timerMode, note === 'checking');
  if (level === 'empty') return null;
  return (
    <>
      <div
        role="timer"
        aria-label={timeCopy.timerLabel}
        className="ring-time-left"
        data-level={level}
        data-long={(time?.digits.length ?? 0) > LONG_DIGITS}
      >
        {time && (
          <>
            <LevelIcon level={level} />
            <span data-testid="remaining-time" aria-hidden="true">
              {time.digits}
            </span>
            <span className="sr-only">{time.spoken}</span>
          </>
        )}
      </div>
      <div className="ring-note" data-note={note}>
        <NoteText note={note} hasTime={time !== null} pendingMs={pendingMs} />
      </div>
      {level === 'critical' && <Pips lit={litPips(remainingMs)} />}
    </>
  );
}

function LevelIcon({ level }: { level: string }) {
  if (level === 'low') return <Hourglass aria-hidden="true" />;
  return level === 'critical' ? <CircleAlert aria-hidden="true" /> : null;
}

type NoteTextProps = { note: RingNote; hasTime: boolean; pendingMs: number };

function NoteText({ note, hasTime, pendingMs }: NoteTextProps) {
  switch (note) {
    case 'checking':
      return timeCopy.checking;
    case 'not_started':
      return timeCopy.notStarted;
    case 'pending':
      return fillMessage(timeCopy.pending, { time: formatBalance(pendingMs) });
    case 'left':
      return hasTime ? timeCopy.left : timeCopy.hidden;
    case 'not_counting':
      return (
        <>
          <Pause aria-hidden="true" /> {timeCopy.notCounting}
        </>
      );
  }
}

// The drawn part of the ring: track, arc, notches and the hatched preview of time being bought.
import { CRITICAL_MS, LOW_MS, RING_SCALE_MS, type RingMode, type TimeLevel } from './ring-state.ts';

const CENTER = 160;
const RADIUS = 144;
const SCALE_SECONDS = RING_SCALE_MS / 1000;

type RingArcProps = {
  seconds: number;
  mode: RingMode;
  level: TimeLevel;
  motion: string;
  /** Time being bought, in milliseconds; drawn hatched after the arc. */
  pendingMs?: number;
};

/** The ring without what stands inside it; hidden from assistive technology, which gets the text. */
export function RingArc({ seconds, mode, level, motion, pendingMs = 0 }: RingArcProps) {
  const pendingSeconds = Math.min(pendingMs / 1000, SCALE_SECONDS - seconds);
  return (
    <svg
      className="ring-arc"
      viewBox="0 0 320 320"
      aria-hidden="true"
      data-mode={mode}
      data-level={level}
      data-motion={motion}
    >
      <defs>
        <pattern
          id="ring-hatch"
          width="8"
          height="8"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="ring-hatch-line" width="4" height="8" />
        </pattern>
      </defs>
      {/* Mirrored, so that the arc ends at 12 o'clock and its open end travels clockwise to it. */}
      <g transform={`translate(${CENTER * 2} 0) scale(-1 1) rotate(-90 ${CENTER} ${CENTER})`}>
        <circle className="ring-track" cx={CENTER} cy={CENTER} r={RADIUS} />
        {pendingSeconds > 0 && <PendingArc from={seconds} length={pendingSeconds} />}
        {mode === 'dashed' ? (
          <path className="ring-dashes" d={arcPath(seconds)} />
        ) : (
          <circle
            className="ring-time"
            cx={CENTER}
            cy={CENTER}
            r={RADIUS}
            pathLength={SCALE_SECONDS}
            strokeDasharray={`${mode === 'outline' ? 0 : seconds} ${SCALE_SECONDS}`}
          />
        )}
      </g>
      <Notch ms={LOW_MS} />
      <Notch ms={CRITICAL_MS} />
    </svg>
  );
}

function PendingArc({ from, length }: { from: number; length: number }) {
  return (
    <circle
      className="ring-pending"
      cx={CENTER}
      cy={CENTER}
      r={RADIUS}
      pathLength={SCALE_SECONDS}
      strokeDasharray={`0 ${from} ${length} ${SCALE_SECONDS}`}
    />
  );
}

function Notch({ ms }: { ms: number }) {
  const degrees = -(ms / RING_SCALE_MS) * 360;
  return (
    <g transform={`rotate(${degrees} ${CENTER} ${CENTER})`}>
      <line className="ring-cut" x1={CENTER} x2={CENTER} y1="8" y2="24" />
      <line className="ring-notch" x1={CENTER} x2={CENTER} y1="0" y2="6" />
    </g>
  );
}

// In the mirrored group an angle grows from 12 o'clock towards the left.
function arcPath(seconds: number): string {
  const angle = Math.min((seconds / SCALE_SECONDS) * 2 * Math.PI, 2 * Math.PI - 0.001);
  const x = CENTER + RADIUS * Math.cos(angle);
  const y = CENTER + RADIUS * Math.sin(angle);
  const isLarge = angle > Math.PI ? 1 : 0;
  return `M ${CENTER + RADIUS} ${CENTER} A ${RADIUS} ${RADIUS} 0 ${isLarge} 1 ${x} ${y}`;
}

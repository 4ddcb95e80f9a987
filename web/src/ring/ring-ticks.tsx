// The 24 bars at rest, as a drawing: for pictures of the ring that need no canvas.
import { BAR_COUNT } from './bar-lengths.ts';

const TURNS = Array.from({ length: BAR_COUNT }, (_, index) => (index * 360) / BAR_COUNT);
// The frozen shape of a voice: mirrored at the vertical, so that it looks composed.
const LENGTHS = [9, 14, 8, 17, 22, 12, 18, 10, 6, 12, 8, 5, 4];

/** Still bars around the inside of the ring. */
export function RingTicks() {
  return (
    <svg className="ring-canvas stroke-spruce" viewBox="0 0 320 320" aria-hidden="true">
      {TURNS.map((degrees, index) => (
        <line
          key={degrees}
          x1="160"
          x2="160"
          y1="52"
          y2={52 - (LENGTHS[Math.min(index, BAR_COUNT - index)] ?? 4)}
          strokeWidth="4"
          strokeLinecap="round"
          transform={`rotate(${degrees} 160 160)`}
        />
      ))}
    </svg>
  );
}

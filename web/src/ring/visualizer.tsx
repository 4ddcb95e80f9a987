// Draws the bars that move with sound, past React: a canvas, at most 30 frames a second.
import { useEffect, useRef } from 'react';
import { BAR_COUNT, barLengths, smoothLevel } from './bar-lengths.ts';

/** Whose sound moves the bars; `quiet` leaves them flat. */
export type VisualizerSource = 'agent' | 'user' | 'quiet';

type VisualizerProps = { source: VisualizerSource; getLevel: () => number };

const FRAME_MS = 1000 / 30;
const PREPARE_FRAMES = 15;
const FLAT_LEVEL = 0.004;
const SIZE = 320;
const INNER_RADIUS = 108;
const REST_LENGTH = 3;
const MAX_LENGTH = 24;

/** The 24 bars. Stops drawing while the page is hidden; render none of it under reduced motion. */
export function Visualizer({ source, getLevel }: VisualizerProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    return canvas && context ? animate(canvas, context, source, getLevel) : undefined;
  }, [source, getLevel]);

  return (
    <div aria-hidden="true">
      <canvas ref={canvasRef} className="ring-canvas" data-source={source} />
    </div>
  );
}

function animate(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  source: VisualizerSource,
  getLevel: () => number,
): () => void {
  let frame = 0;
  let frameCount = 0;
  let lastDrawnMs = 0;
  let shownLevel = 0;
  const draw = (nowMs: number) => {
    frame = requestAnimationFrame(draw);
    if (nowMs - lastDrawnMs < FRAME_MS - 1) return;
    lastDrawnMs = nowMs;
    const previousLevel = shownLevel;
    shownLevel = smoothLevel(shownLevel, source === 'quiet' ? 0 : getLevel());
    const isPreparing = frameCount % PREPARE_FRAMES === 0;
    frameCount += 1;
    if (isPreparing) prepare(canvas, context);
    // Bars that lie flat stay as they are drawn: silence costs nothing.
    const isFlat = Math.max(shownLevel, previousLevel) < FLAT_LEVEL;
    if (!isFlat || isPreparing) drawBars(context, barLengths(isFlat ? 0 : shownLevel, nowMs));
  };
  const run = () => {
    cancelAnimationFrame(frame);
    if (!document.hidden) frame = requestAnimationFrame(draw);
  };
  document.addEventListener('visibilitychange', run);
  run();
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('visibilitychange', run);
  };
}

// Size and colour come from the stylesheet, so that themes need no code here. Asking makes the
// browser settle all pending styles, hence only now and then.
function prepare(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
  const pixels = Math.round(canvas.clientWidth * Math.min(devicePixelRatio, 2));
  if (canvas.width !== pixels) {
    canvas.width = pixels;
    canvas.height = pixels;
  }
  const scale = pixels / SIZE;
  context.setTransform(scale, 0, 0, scale, pixels / 2, pixels / 2);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 4;
  context.lineCap = 'round';
}

function drawBars(context: CanvasRenderingContext2D, lengths: number[]) {
  context.clearRect(-SIZE / 2, -SIZE / 2, SIZE, SIZE);
  context.beginPath();
  lengths.forEach((length, index) => {
    const angle = (index / BAR_COUNT) * 2 * Math.PI - Math.PI / 2;
    const outer = INNER_RADIUS + REST_LENGTH + length * (MAX_LENGTH - REST_LENGTH);
    context.moveTo(Math.cos(angle) * INNER_RADIUS, Math.sin(angle) * INNER_RADIUS);
    context.lineTo(Math.cos(angle) * outer, Math.sin(angle) * outer);
  });
  context.stroke();
}

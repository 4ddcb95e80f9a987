// Shapes one loudness into 24 bars that look alive without pretending to be a spectrum.

/** How many bars stand around the ring. */
export const BAR_COUNT = 24;

/**
 * Length of each bar, from 0 to 1, for a loudness from 0 to 1 at a moment in milliseconds. Neighbours
 * differ softly and drift slowly; silence is flat.
 */
export function barLengths(level: number, atMs: number): number[] {
  const loudness = Math.min(1, Math.max(0, level)) ** 0.7;
  return Array.from({ length: BAR_COUNT }, (_, index) => {
    const angle = (index / BAR_COUNT) * 2 * Math.PI;
    const wave = Math.sin(angle * 3 + atMs / 190) + Math.sin(angle * 5 - atMs / 270);
    return loudness * (0.62 + 0.19 * wave);
  });
}

/** Moves a shown level towards the measured one: up at once, down softly. */
export function smoothLevel(shown: number, measured: number): number {
  return measured > shown ? shown + (measured - shown) * 0.6 : shown + (measured - shown) * 0.25;
}

/** A loudness from 0 to 1 as one of five steps; silence is 0. */
export function levelStep(level: number): number {
  return Math.min(5, Math.ceil(Math.max(0, level - 0.02) ** 0.6 * 5));
}

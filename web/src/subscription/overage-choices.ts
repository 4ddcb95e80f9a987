// Decides which monthly limits for minutes beyond the plan can be chosen.

const MINUTES = [30, 60, 120, 300, 600];
const MAX_CAP_MINOR = 100_000;

/** A limit: what it costs at most, and the time that buys; 0 is none. */
export type OverageChoice = { capMinor: number; timeMs: number };

/** Limits worth round amounts of time at this price; what is set already is always among them. */
export function overageChoices(minorPerMinute: number, setMinor: number): OverageChoice[] {
  const caps = MINUTES.map((minutes) => minutes * minorPerMinute).filter(
    (capMinor) => capMinor <= MAX_CAP_MINOR,
  );
  const all = [...new Set([0, ...caps, setMinor])].sort((a, b) => a - b);
  return all.map((capMinor) => ({
    capMinor,
    timeMs: Math.floor(capMinor / minorPerMinute) * 60_000,
  }));
}

// Reckons from who was in a room when how long caller and agent were there together.

/** Somebody's time in a room. */
export interface Stay {
  isAgent: boolean;
  identity: string;
  /** A reading of `performance.now()`, as `to`. */
  from: number;
  /** Null while present. */
  to: number | null;
}

/** How long, until `now`, at least one agent and one caller were present together. */
export function overlapMs(stays: readonly Stay[], now: number): number {
  const endOf = (stay: Stay) => stay.to ?? now;
  const isIn = (isAgent: boolean, at: number) =>
    stays.some((stay) => stay.isAgent === isAgent && stay.from <= at && endOf(stay) > at);
  const moments = stays.flatMap((stay) => [stay.from, endOf(stay)]).sort((a, b) => a - b);
  let totalMs = 0;
  for (const [index, from] of moments.entries()) {
    const to = moments[index + 1] ?? from;
    if (isIn(true, from) && isIn(false, from)) totalMs += to - from;
  }
  return totalMs;
}

const SERVER_STARTS = 'starting LiveKit server';

/**
 * Everybody's time in a room by the log of the LiveKit server itself (JSON, level `info`): exact where
 * hearing of it takes a moment more on a busy machine. Empty when the log does not say.
 */
export function readServerStays(lines: readonly string[], roomName: string): Stay[] {
  const stays: Stay[] = [];
  // Lines of one moment may be written in another order than things happened.
  const records = lines
    .filter((line) => line.includes(roomName) || line.includes(SERVER_STARTS))
    .map(parse)
    .sort((one, other) => Number(one.ts) - Number(other.ts));
  for (const { msg, ts, participant: identity, room } of records) {
    if (msg === SERVER_STARTS && typeof ts === 'number') {
      // A server that was killed has told of nobody's end.
      for (const stay of stays) stay.to ??= ts * 1000 - performance.timeOrigin;
    }
    if (room !== roomName || typeof ts !== 'number' || typeof identity !== 'string') continue;
    if (identity.startsWith('observer-')) continue;
    const at = ts * 1000 - performance.timeOrigin;
    const present = stays.find((stay) => stay.identity === identity && stay.to === null);
    if (msg === 'participant active' && !present) {
      stays.push({ isAgent: identity.startsWith('agent-'), identity, from: at, to: null });
    }
    if (msg === 'participant closing' && present) present.to = at;
  }
  return stays;
}

/** The same stays, each ended where the server called the connection lost. */
export const endAtLosses = (
  stays: readonly Stay[],
  losses: readonly { identity: string; at: number }[],
): Stay[] =>
  stays.map((stay) => {
    const isWithin = (at: number) => at > stay.from && (stay.to === null || at < stay.to);
    const loss = losses.find(({ identity, at }) => identity === stay.identity && isWithin(at));
    return loss ? { ...stay, to: loss.at } : stay;
  });

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line.slice(line.indexOf('{')));
  } catch {
    return {};
  }
}

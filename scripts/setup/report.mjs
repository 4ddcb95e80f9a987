// Tells the person waiting what the set-up is doing, and every ten seconds that it is still alive.

const HEARTBEAT_MS = 10_000;
/** @type {Map<string, { startedAt: number, detail: string }>} */
const running = new Map();

/**
 * Prints one line about one step.
 * @param {string} step
 * @param {string} text
 */
export function say(step, text) {
  console.log(`[setup] ${step}: ${text}`);
}

/**
 * Replaces the detail that the next heartbeat of a running step shows.
 * @param {string} step
 * @param {string} detail
 */
export function note(step, detail) {
  const entry = running.get(step);
  if (entry) entry.detail = detail;
}

/** @param {number} sinceMs */
const secondsSince = (sinceMs) => Math.round((performance.now() - sinceMs) / 1000);

/**
 * Runs a long piece of work with a first line, heartbeats, and a last line with its duration. A result
 * with `succeeded: false` is told as a failure.
 * @template Result
 * @param {string} step
 * @param {string} text what begins now
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function during(step, text, work) {
  say(step, `${text} …`);
  const startedAt = performance.now();
  running.set(step, { startedAt, detail: '' });
  const heartbeat = setInterval(() => {
    const detail = running.get(step)?.detail;
    say(step, `… ${secondsSince(startedAt)} s${detail ? `, ${detail}` : ''}`);
  }, HEARTBEAT_MS);
  try {
    const result = await work();
    const failed = /** @type {{ succeeded?: boolean } | null} */ (result)?.succeeded === false;
    say(step, `${failed ? 'failed after' : 'done in'} ${secondsSince(startedAt)} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
    running.delete(step);
  }
}

/** A failure the person can act on: printed as its message alone, without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

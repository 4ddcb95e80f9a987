// Ends waiting: one signal that is aborted by the caller, or by time running out.

/** A signal with an end. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether time ran out, rather than the caller giving up. */
  readonly hasPassed: boolean;
  /** To be called when the work is done, so that no timer is left running. */
  clear(): void;
}

/**
 * A signal that is aborted with `parent`, or after `durationMs`. `AbortSignal.timeout` would do, but
 * keeps a timer alive after the work is done.
 */
export function startTimeLimit(durationMs: number, parent?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  let hasPassed = false;
  const timer = setTimeout(() => {
    hasPassed = true;
    controller.abort();
  }, durationMs);
  if (parent?.aborted) follow();
  else parent?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    get hasPassed() {
      return hasPassed;
    },
    clear() {
      clearTimeout(timer);
      parent?.removeEventListener('abort', follow);
    },
  };
}

/** The value of a promise, or null when the signal is aborted first. */
export function untilAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(null);
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

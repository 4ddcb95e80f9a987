// Tells the worker every few seconds how late the job's event loop ran in them.
import { EventLoopWatch } from './event-loop.ts';
import type { ObservationSender } from './observation-sender.ts';

const INTERVAL_MS = 5_000;

/** Reports until stopped, each time of the interval alone. */
export function reportEventLoop(sender: Pick<ObservationSender, 'send'>): { stop: () => void } {
  let watch = new EventLoopWatch();
  watch.start();
  const timer = setInterval(() => {
    watch.stop();
    const { p50Ms, p99Ms } = watch.delays();
    watch = new EventLoopWatch();
    watch.start();
    if (p50Ms !== null && p99Ms !== null) sender.send({ type: 'event_loop', p50Ms, p99Ms });
  }, INTERVAL_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      watch.stop();
    },
  };
}

// A process that does nothing but watch its own event loop: what the machine itself delays.
import { EventLoopWatch } from '../../agent/src/event-loop.ts';

const watch = new EventLoopWatch();
watch.start();
process.once('message', () => {
  watch.stop();
  process.send?.(watch.delays(), () => process.exit());
});
process.once('disconnect', () => process.exit());

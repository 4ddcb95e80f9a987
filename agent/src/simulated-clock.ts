// A call's clock for tests: time passes when the test says so, and timers fire in their order.
import type { CallClock } from './call-clock.ts';

/** Lets promises that are ready run, as between two turns of the event loop. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that stands still until it is moved. */
export class SimulatedClock implements CallClock {
  private atMs = 0;
  private nextId = 0;
  private readonly timers = new Map<number, { atMs: number; callback: () => void }>();

  nowMs = (): number => this.atMs;

  setTimer = (delayMs: number, callback: () => void): (() => void) => {
    const id = this.nextId++;
    this.timers.set(id, { atMs: this.atMs + Math.max(0, delayMs), callback });
    return () => this.timers.delete(id);
  };

  /** Moves on, firing each due timer at its moment and letting its consequences happen. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.atMs + durationMs;
    await settled();
    for (;;) {
      const due = [...this.timers.entries()]
        .filter(([, timer]) => timer.atMs <= untilMs)
        .sort(([, a], [, b]) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      const [id, timer] = due;
      this.timers.delete(id);
      this.atMs = Math.max(this.atMs, timer.atMs);
      timer.callback();
      await settled();
    }
    this.atMs = untilMs;
  }
}

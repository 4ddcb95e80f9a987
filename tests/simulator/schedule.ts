// Virtual time: everything in a simulated world happens on one schedule, in one order.

/** A thing that will happen. */
type Scheduled = { atMs: number; order: number; run: () => void };

/** The clock and the future of a world. */
export class Schedule {
  nowMs = 0;
  private order = 0;
  private readonly future: Scheduled[] = [];

  /** Runs `run` once after `delayMs`; returns how to prevent it. */
  after(delayMs: number, run: () => void): () => void {
    this.order += 1;
    const scheduled = { atMs: this.nowMs + Math.max(0, delayMs), order: this.order, run };
    // Kept sorted, the next one last: worlds have hundreds of things ahead, not millions.
    let low = 0;
    let high = this.future.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comesBefore(scheduled, this.future[middle] as Scheduled)) low = middle + 1;
      else high = middle;
    }
    this.future.splice(low, 0, scheduled);
    return () => {
      scheduled.run = () => {};
    };
  }

  /** Moves the clock to the next thing and does it; false when nothing is left before `untilMs`. */
  step(untilMs: number): boolean {
    const next = this.future.at(-1);
    if (next === undefined || next.atMs > untilMs) {
      this.nowMs = untilMs;
      return false;
    }
    this.future.pop();
    this.nowMs = next.atMs;
    next.run();
    return true;
  }
}

const comesBefore = (a: Scheduled, b: Scheduled): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/**
 * An operating-system process: killed, nothing of it happens any more; stopped (SIGSTOP), all of it
 * happens when it goes on. Whatever awaits inside a killed process simply never resumes.
 */
export class SimulatedProcess {
  isAlive = true;
  /** Told when the process is killed, so that the world knows what nobody in it does. */
  onDeath: () => void = () => {};
  private stoppedUntilMs = 0;
  readonly name: string;
  private readonly schedule: Schedule;

  constructor(schedule: Schedule, name: string) {
    this.schedule = schedule;
    this.name = name;
  }

  get isRunning(): boolean {
    return this.isAlive && this.schedule.nowMs >= this.stoppedUntilMs;
  }

  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.onDeath();
  }

  stopFor(durationMs: number): void {
    this.stoppedUntilMs = Math.max(this.stoppedUntilMs, this.schedule.nowMs + durationMs);
  }

  /** As {@link Schedule.after}, while the process lives, and not while it is stopped. */
  after(delayMs: number, run: () => void): () => void {
    const attempt = (): void => {
      if (!this.isAlive) return;
      if (this.isRunning) run();
      else cancel = this.schedule.after(this.stoppedUntilMs - this.schedule.nowMs, attempt);
    };
    let cancel = this.schedule.after(delayMs, attempt);
    return () => cancel();
  }

  /** Resolves after the delay, unless the process is dead by then. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Does `run` every `intervalMs`, never twice at once, as long as the process lives. */
  every(intervalMs: number, run: () => Promise<unknown>): void {
    const again = () => this.every(intervalMs, run);
    this.after(intervalMs, () => void run().then(again, again));
  }
}

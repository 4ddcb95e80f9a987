// What a fault run is: something is broken on purpose in a real stack, and what must hold is judged.

/** What one fault showed. */
export interface FaultOutcome {
  /** The row of docs/faults.md, for example `F1`. */
  id: string;
  title: string;
  /** What did not hold, in words; empty when all did. */
  violations: string[];
  /** What was measured, by name with its unit last: `chargedMs`, `overshootMs`, `toldMs`. */
  figures: Record<string, number | string>;
  /** Why this machine cannot show it; such a row neither held nor broke. */
  notRun?: string;
}

/** What a run is given. */
export interface FaultContext {
  /** Tells whoever waits what is happening. */
  say: (text: string) => void;
  /** The same seed makes the same choices. */
  seed: number;
}

/** One run: a stack of its own, one fault or several, ended before it resolves. */
export interface FaultRun {
  /** How it is called on the command line. */
  name: string;
  /** One line for `--help`. */
  about: string;
  /** The rows it judges, so that it can be called by one of them. */
  ids: readonly string[];
  /** How long it takes on two cores. */
  minutes: number;
  run: (context: FaultContext) => Promise<FaultOutcome[]>;
}

// What a bench is: something is measured, beside its baseline in the same run, and judged by a goal.
import type { GoalId } from './goals.ts';

/** What was measured for a goal, or for a part of it. */
export interface GoalResult {
  id: GoalId;
  /** The figure with its unit and how often it was measured, for example `p95 1,120 ms of 20`. */
  figure: string;
  /** What it is compared with, measured in the same run; null where the goal is absolute. */
  baseline: string | null;
  isHeld: boolean;
}

/** What a bench found out. */
export interface BenchReport {
  goals: GoalResult[];
  /** Whatever else is worth reading: lists are printed as tables, the rest as lines. */
  details?: object;
}

/** One bench. */
export interface Bench {
  /** What it is called on the command line. */
  name: string;
  /** Shown by --help. */
  about: string;
  /** The goals it measures, so that it can be asked for by one of them. */
  goals: readonly GoalId[];
  /** How long it takes. */
  minutes: number;
  run(context: { say: (text: string) => void }): Promise<BenchReport>;
}

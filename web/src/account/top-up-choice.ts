// Decides what an automatic top-up can be set to, and whether what is set differs from what counts.
import type { AutoTopUp, Package } from '@mindbot/sdk';

/** What a person sets. */
export type TopUpChoice = { thresholdMs: number; packageId: string; monthlyMaxCount: number };

const MINUTE_MS = 60_000;
const THRESHOLDS_MS = [2, 5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE_MS);
const COUNTS = [1, 2, 3, 4, 6, 10];

/** The amounts of time left to choose from; what is set already is always among them. */
export function thresholdChoices(setMs: number): number[] {
  return withValue(THRESHOLDS_MS, setMs);
}

/** How many charges a month to choose from; what is set already is always among them. */
export function countChoices(set: number): number[] {
  return withValue(COUNTS, set);
}

/** The packages one top-up may be: each must hold more than the threshold, or it would set off the next. */
export function packageChoices(packages: readonly Package[], thresholdMs: number): Package[] {
  return packages.filter(({ timeMs }) => timeMs > thresholdMs);
}

/** The settings as they count, or the first sensible ones when nothing was ever set. */
export function choiceOf(settings: AutoTopUp, packages: readonly Package[]): TopUpChoice {
  const { thresholdMs, monthlyMaxCount } = settings;
  const fitting = packageChoices(packages, thresholdMs);
  const packageId = settings.package?.id ?? fitting[0]?.id ?? '';
  return { thresholdMs, packageId, monthlyMaxCount };
}

/** The choice after a new threshold: a package that no longer fits gives way to the smallest that does. */
export function withThreshold(
  choice: TopUpChoice,
  thresholdMs: number,
  packages: readonly Package[],
): TopUpChoice {
  const fitting = packageChoices(packages, thresholdMs);
  const stays = fitting.some(({ id }) => id === choice.packageId);
  return { ...choice, thresholdMs, packageId: stays ? choice.packageId : (fitting[0]?.id ?? '') };
}

/** Whether two choices differ. */
export function isOtherChoice(one: TopUpChoice, other: TopUpChoice): boolean {
  return (
    one.thresholdMs !== other.thresholdMs ||
    one.packageId !== other.packageId ||
    one.monthlyMaxCount !== other.monthlyMaxCount
  );
}

function withValue(values: readonly number[], value: number): number[] {
  return values.includes(value) ? [...values] : [...values, value].sort((a, b) => a - b);
}

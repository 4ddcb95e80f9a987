// The few figures a bench boils its measurements down to.

/** Summary of some durations, in whole milliseconds; null where nothing was measured. */
export interface Summary {
  count: number;
  medianMs: number | null;
  p95Ms: number | null;
  maxMs: number | null;
}

/** The value that `share` (0 … 1) of the values do not exceed, by nearest rank; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  return value === undefined ? null : Math.round(value);
}

/** See {@link Summary}. */
export const summarize = (values: readonly number[]): Summary => ({
  count: values.length,
  medianMs: percentile(values, 0.5),
  p95Ms: percentile(values, 0.95),
  maxMs: percentile(values, 1),
});

/** The values that are numbers. */
export const numbersOf = (values: readonly (number | null | undefined)[]): number[] =>
  values.filter((value): value is number => typeof value === 'number');

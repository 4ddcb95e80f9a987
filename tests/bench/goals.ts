// The goals of speed and scale that `npm run bench` judges, each measured in the same run as its baseline.

/** Every goal in one line. */
export const GOALS = {
  P1: 'sign-only ≥ 35 % of bare Hono; full start ≥ 10 %, p99 ≤ 50 ms at 50 connections',
  P2: 'extend_hold ≥ 0.4 × bare update, flat from 100 to 10,000 calls; 1,000/s ≤ 25 % of two cores',
  P3: 'one account: ≥ 3,000 extensions/s, at 1,000/s p99 ≤ 20 ms',
  P4: 'overshoot past zero ≤ 1 s p99, ≤ 2 s worst, also with Postgres down',
  P5: 'end of speech → audio beyond providers: median ≤ 500, p95 ≤ 700 ms, ≤ starter + 20 ms',
  P6: 'confirmed barge-in → silence at the caller ≤ 250 ms p95',
  P7: 'join → greeting ≤ 1.5 s p95 warm, ≤ starter + 100 ms',
  P8: 'memory of a job ≤ 1.15 × starter; no growth over 200 calls',
  P9: 'first page ≤ 100 kB of gzipped JavaScript, in a call ≤ 290 kB',
  P10: 'event-loop delay in a job ≤ 20 ms p99 while metering',
} as const;

/** The name of a goal. */
export type GoalId = keyof typeof GOALS;

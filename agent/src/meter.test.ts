// The meter's guarantees, each path played in simulated time.
import { describe, expect, test } from 'vitest';
import { MeterSimulation } from './meter-simulation.ts';
import { pausedReasonOf, remainingMsOf } from './meter-time.ts';

const call = (balanceMs: number, config = {}) => new MeterSimulation({ balanceMs, config });

describe('counting', () => {
  test('counts while both are present, from the moment both are', () => {
    const sim = call(600_000).runMs(700);
    sim.send({ type: 'agent_started', presentSinceMs: 400 });
    sim.runMs(5_000);
    sim.send({ type: 'end_requested', reason: 'user_hung_up' });
    expect(sim.end).toMatchObject({ usedMs: 5_300, reason: 'user_hung_up', settle: true });
    expect(sim.end?.unbilledMs).toBe(400);
  });

  test('does not count while waiting for the caller, and starts when they join', () => {
    const sim = call(600_000);
    sim.send({ type: 'agent_started', presentSinceMs: null });
    expect(pausedReasonOf(sim.state)).toBe('not_started');
    sim.runMs(20_000);
    sim.send({ type: 'user_joined', sinceMs: sim.nowMs });
    sim.runMs(3_000);
    sim.send({ type: 'tick' });
    expect(sim.state.usedMs).toBe(3_000);
  });

  test('counts from the moment a caller joined of whom it hears late', () => {
    const sim = call(600_000);
    sim.send({ type: 'agent_started', presentSinceMs: null });
    sim.runMs(20_000);
    sim.send({ type: 'user_joined', sinceMs: 18_000 });
    sim.runMs(3_000);
    sim.send({ type: 'tick' });
    expect(sim.state).toMatchObject({ usedMs: 5_000, unbilledMs: 18_000 });
  });

  test.each([
    ["an outage of the agent's network", 'agent_lost', 'agent_returned'],
    ['an outage of a provider', 'provider_down', 'provider_up'],
  ] as const)('never counts back into %s', (_what, down, up) => {
    const sim = call(600_000).start().runMs(10_000);
    sim.send({ type: down });
    sim.send({ type: 'user_lost' });
    sim.runMs(3_000);
    sim.send({ type: up });
    sim.runMs(1_000);
    sim.send({ type: 'user_joined', sinceMs: 0 });
    expect(sim.state.usedMs).toBe(11_000);
  });

  test('gives up on a caller who never joins, for free', () => {
    const sim = call(600_000);
    sim.send({ type: 'agent_started', presentSinceMs: null });
    sim.runMs(120_000);
    expect(sim.end).toMatchObject({ atMs: 60_000, usedMs: 0, reason: 'connection_lost' });
  });

  test('continues a resumed call from the time already used', () => {
    const sim = new MeterSimulation({ balanceMs: 600_000, usedMs: 40_000 }).start().runMs(10_500);
    expect(sim.of('report')[0]).toMatchObject({ sequence: 1, usedMs: 50_000 });
  });
});

describe('reporting', () => {
  test('reports the cumulative time each interval, with a growing sequence', () => {
    const sim = call(600_000).start().runMs(30_500);
    expect(sim.of('report').map(({ sequence, usedMs }) => [sequence, usedMs])).toEqual([
      [1, 10_000],
      [2, 20_000],
      [3, 30_000],
    ]);
  });

  test('keeps the hold alive while paused, with the time frozen', () => {
    const sim = call(600_000, { userLostGraceMs: 60_000 }).start().runMs(5_000);
    sim.send({ type: 'user_lost' });
    sim.runMs(25_500);
    const reports = sim.of('report');
    expect(new Set(reports.map(({ usedMs }) => usedMs))).toEqual(new Set([5_000]));
    // Twice at once, so that the ledger knows of the pause, then once each interval.
    expect(reports.map(({ atMs }) => atMs)).toEqual([5_000, 5_250, 15_250, 25_250]);
  });

  test('reports early when another call leaves only a small hold', () => {
    const sim = call(600_000);
    sim.state = { ...sim.state, heldMs: 5_000 };
    sim.start().runMs(2_000);
    expect(sim.of('report')[0]?.atMs).toBe(1_000);
  });

  test('repeats a lost report exactly until it is answered', () => {
    const sim = call(600_000).start();
    sim.isLedgerAway = true;
    sim.runMs(12_000);
    sim.isLedgerAway = false;
    sim.runMs(3_000);
    const reports = sim.of('report');
    expect(reports.length).toBeGreaterThan(3);
    expect(new Set(reports.map(({ sequence }) => sequence))).toEqual(new Set([1]));
    expect(new Set(reports.map(({ usedMs }) => usedMs))).toEqual(new Set([10_000]));
    expect(sim.state.failedReports).toBe(0);
  });

  test('ignores an answer that was already taken', () => {
    const sim = call(600_000).start().runMs(10_100);
    const before = sim.state;
    const answer = {
      outcome: 'extended' as const,
      heldMs: 1,
      remainingMs: 1,
      isFinal: true,
      endRequestedReason: null,
    };
    sim.send({ type: 'report_answered', sequence: 1, answer });
    expect(sim.state.heldMs).toBe(before.heldMs);
  });
});

describe('low time', () => {
  test('warns at two minutes and at thirty seconds, once each', () => {
    const sim = call(150_000).start().runMs(149_000);
    expect(sim.of('low_time').map(({ thresholdMs, atMs }) => [thresholdMs, atMs])).toEqual([
      [120_000, 30_000],
      [30_000, 120_000],
    ]);
  });

  test('warns only for the lowest threshold when a call starts below both', () => {
    const sim = call(20_000).start().runMs(15_000);
    expect(sim.of('low_time')).toMatchObject([{ thresholdMs: 30_000, remainingMs: 20_000 }]);
  });

  test('warns again after a top-up lifted the time above a threshold', () => {
    const sim = call(40_000).start().runMs(15_000);
    sim.topUp(60_000);
    sim.runMs(80_000);
    expect(sim.of('low_time').map(({ thresholdMs }) => thresholdMs)).toEqual([
      120_000, 30_000, 30_000,
    ]);
  });

  test('does not warn twice because answers wobble around a threshold', () => {
    const sim = call(125_000).start();
    sim.replyDelayMs = 700;
    sim.runMs(60_000);
    expect(sim.of('low_time')).toHaveLength(1);
  });
});

describe('the end of the balance', () => {
  test('prepares the goodbye, times it to its length, and ends at zero', () => {
    const sim = call(60_000).start().runMs(70_000);
    expect(sim.of('prepare_goodbye')).toMatchObject([{ kind: 'out_of_time', atMs: 40_000 }]);
    expect(sim.of('say_goodbye')).toMatchObject([{ kind: 'out_of_time', atMs: 57_650 }]);
    expect(sim.end).toMatchObject({ reason: 'out_of_time', usedMs: 60_000, remainingMs: 0 });
    expect((sim.end?.atMs ?? 0) - 60_000).toBeLessThanOrEqual(250);
  });

  test('uses the estimate when the goodbye could not be prepared', () => {
    const sim = call(60_000);
    sim.goodbyeLengthMs = null;
    sim.start().runMs(70_000);
    expect(sim.of('say_goodbye')[0]?.atMs).toBe(56_000);
  });

  test('never uses more than was held, however late it is woken', () => {
    const sim = call(20_000).start().runMs(18_500);
    sim.nowMs = 45_000;
    sim.send({ type: 'tick' });
    sim.runMs(1_000);
    expect(sim.end).toMatchObject({ usedMs: 20_000, reason: 'out_of_time' });
  });

  test('goes on after a top-up in the last second', () => {
    const sim = call(60_000).start().runMs(59_990);
    sim.topUp(100_000);
    sim.runMs(2_000);
    expect(sim.end).toBeUndefined();
    expect(sim.of('time_added')).toMatchObject([{ addedMs: 100_000, wasLeaving: true }]);
    sim.runMs(120_000);
    expect(sim.end).toMatchObject({ reason: 'out_of_time', usedMs: 160_000 });
    expect(sim.of('say_goodbye')).toHaveLength(2);
  });

  test('ends at zero plus a quarter second when the last look is not answered', () => {
    const sim = call(20_000).start().runMs(19_500);
    sim.isLedgerAway = true;
    sim.replyDelayMs = 3_000;
    sim.runMs(5_000);
    expect(sim.end?.atMs).toBe(20_250);
  });

  test('asks the ledger more often near zero', () => {
    const sim = call(30_000).start().runMs(30_000);
    const lastTen = sim.of('report').filter(({ atMs }) => atMs > 20_000 && atMs < 30_000);
    expect(lastTen.length).toBeGreaterThanOrEqual(9);
  });
});

describe('a ledger that is away', () => {
  test('runs out the time it holds, says goodbye and ends', () => {
    const sim = call(600_000).start().runMs(15_000);
    sim.isLedgerAway = true;
    sim.runMs(60_000);
    expect(sim.of('say_goodbye')).toMatchObject([{ kind: 'service_lost' }]);
    expect(sim.end).toMatchObject({ reason: 'agent_failed', usedMs: 40_000, settle: true });
  });

  test('takes the goodbye back when the ledger returns in time', () => {
    const sim = call(600_000).start().runMs(15_000);
    sim.isLedgerAway = true;
    sim.runMs(23_500);
    expect(sim.of('say_goodbye')).toHaveLength(1);
    sim.isLedgerAway = false;
    sim.runMs(30_000);
    expect(sim.of('service_back')).toHaveLength(1);
    expect(sim.end).toBeUndefined();
  });

  test('outlives a restart of five seconds without a word', () => {
    const sim = call(600_000).start().runMs(9_000);
    sim.isLedgerAway = true;
    sim.runMs(5_000);
    sim.isLedgerAway = false;
    sim.runMs(30_000);
    expect(sim.of('say_goodbye')).toEqual([]);
    expect(sim.end).toBeUndefined();
  });
});

describe('pauses', () => {
  test('does not count from the loss of the caller until they return', () => {
    const sim = call(600_000).start().runMs(8_000);
    sim.send({ type: 'user_lost' });
    expect(pausedReasonOf(sim.state)).toBe('user_lost');
    sim.runMs(12_000);
    sim.send({ type: 'user_joined', sinceMs: sim.nowMs });
    sim.runMs(4_000);
    sim.send({ type: 'tick' });
    expect(sim.state.usedMs).toBe(12_000);
    expect(sim.end).toBeUndefined();
  });

  test('ends after the grace, charging up to the loss', () => {
    const sim = call(600_000).start().runMs(8_000);
    sim.send({ type: 'user_lost' });
    sim.runMs(20_000);
    expect(sim.end).toMatchObject({ atMs: 23_000, reason: 'connection_lost', usedMs: 8_000 });
    expect(sim.end?.unbilledMs).toBe(15_000);
  });

  test('does not count a provider outage, and ends when it lasts too long', () => {
    const sim = call(600_000).start().runMs(8_000);
    sim.send({ type: 'provider_down' });
    sim.runMs(10_000);
    sim.send({ type: 'provider_up' });
    sim.runMs(2_000);
    sim.send({ type: 'provider_down' });
    expect(pausedReasonOf(sim.state)).toBe('provider_down');
    sim.runMs(60_000);
    expect(sim.end).toMatchObject({ reason: 'agent_failed', usedMs: 10_000 });
  });

  test("does not count while the agent's own network is away", () => {
    const sim = call(600_000).start().runMs(8_000);
    sim.send({ type: 'agent_lost' });
    sim.runMs(6_000);
    sim.send({ type: 'agent_returned' });
    sim.runMs(1_000);
    sim.send({ type: 'tick' });
    expect(sim.state.usedMs).toBe(9_000);
  });

  test('tells clients of every change at once', () => {
    const sim = call(600_000).start().runMs(2_500);
    sim.send({ type: 'user_lost' });
    const published = sim.of('publish_time');
    expect(published.at(-1)).toMatchObject({ atMs: 2_500, isChange: true });
    expect(published.filter(({ isChange }) => !isChange).map(({ atMs }) => atMs)).toEqual([
      1_000, 2_000,
    ]);
  });
});

test('shows the remaining time of the account, and of the hold once that is all', () => {
  const sim = call(100_000).start().runMs(12_000);
  sim.send({ type: 'tick' });
  expect(remainingMsOf(sim.state)).toBe(88_000);
  sim.runMs(70_000);
  sim.send({ type: 'tick' });
  expect(remainingMsOf(sim.state)).toBe(18_000);
});

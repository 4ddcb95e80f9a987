// Random calls against the meter: what must hold whatever happens, in whatever order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MeterSimulation } from './meter-simulation.ts';
import { isCounting, STANDSTILL_MS } from './meter-time.ts';
import type { UnstampedMeterEvent } from './meter-types.ts';

type Move =
  | { kind: 'wait'; ms: number }
  | { kind: 'event'; event: UnstampedMeterEvent }
  | { kind: 'top_up'; ms: number }
  | { kind: 'ledger'; isAway: boolean }
  | { kind: 'oversleep'; ms: number };

const events: UnstampedMeterEvent[] = [
  { type: 'user_joined', sinceMs: Number.POSITIVE_INFINITY },
  { type: 'user_lost' },
  { type: 'agent_lost' },
  { type: 'agent_returned' },
  { type: 'provider_down' },
  { type: 'provider_up' },
  { type: 'user_active' },
  { type: 'agent_speaking', isSpeaking: true },
  { type: 'agent_speaking', isSpeaking: false },
  { type: 'goodbye_finished' },
  { type: 'recheck_wanted' },
  { type: 'tick' },
];

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.nat(20_000) }) },
  { weight: 4, arbitrary: fc.constantFrom(...events).map((event) => ({ kind: 'event', event })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('top_up'), ms: fc.nat(60_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ledger'), isAway: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('oversleep'), ms: fc.nat(90_000) }) },
) as fc.Arbitrary<Move>;

const setting = fc.record({
  balanceMs: fc.integer({ min: 0, max: 180_000 }),
  maxCallMs: fc.option(fc.integer({ min: 1_000, max: 200_000 })),
  idleLimitMs: fc.option(fc.integer({ min: 1_000, max: 60_000 })),
  replyDelayMs: fc.nat(4_000),
});

function play(sim: MeterSimulation, moves: Move[]): number {
  let presentMs = 0;
  let atMs = sim.nowMs;
  // The model of presence is kept apart from the meter's own fields.
  const present = { user: true, agent: true, provider: true };
  const settle = (stoodStillMs: number) => {
    const sinceMs = sim.nowMs - atMs - stoodStillMs;
    if (present.user && present.agent && present.provider) presentMs += sinceMs;
    atMs = sim.nowMs;
  };
  for (const next of moves) {
    let stoodStillMs = 0;
    if (sim.end) break;
    if (next.kind === 'wait') sim.runMs(next.ms);
    if (next.kind === 'top_up') sim.topUp(next.ms);
    if (next.kind === 'ledger') sim.isLedgerAway = next.isAway;
    if (next.kind === 'oversleep') {
      sim.nowMs += next.ms;
      stoodStillMs = Math.max(0, sim.nowMs - sim.state.atMs - STANDSTILL_MS);
      sim.send({ type: 'tick' });
    }
    settle(stoodStillMs);
    if (next.kind === 'event') {
      sim.send(next.event);
      if (next.event.type === 'user_joined') present.user = true;
      if (next.event.type === 'user_lost') present.user = false;
      if (next.event.type === 'agent_returned') present.agent = true;
      if (next.event.type === 'agent_lost') present.agent = false;
      if (next.event.type === 'provider_up') present.provider = true;
      if (next.event.type === 'provider_down') present.provider = false;
    }
  }
  return presentMs;
}

test('holds its promises in any order of events', () => {
  fc.assert(
    fc.property(setting, fc.array(move, { maxLength: 60 }), (options, moves) => {
      const { balanceMs, maxCallMs, idleLimitMs, replyDelayMs } = options;
      const sim = new MeterSimulation({ balanceMs, config: { maxCallMs, idleLimitMs } });
      sim.replyDelayMs = replyDelayMs;
      sim.start();
      const presentMs = play(sim, moves);

      let before = sim.states[0];
      for (const state of sim.states) {
        expect(state.usedMs).toBeLessThanOrEqual(state.heldMs + 1e-6);
        if (maxCallMs !== null) expect(state.usedMs).toBeLessThanOrEqual(maxCallMs + 1e-6);
        if (before && !isCounting(before)) expect(state.usedMs).toBe(before.usedMs);
        if (before) expect(state.usedMs).toBeGreaterThanOrEqual(before.usedMs);
        before = state;
      }
      expect(sim.state.usedMs).toBeLessThanOrEqual(presentMs + 1e-6);
      expect(sim.heldMs).toBeLessThanOrEqual(Math.max(sim.balanceMs, 0));
      expect(sim.of('end').length).toBeLessThanOrEqual(1);
      const reports = sim.of('report');
      for (const [index, report] of reports.entries()) {
        const previous = reports[index - 1];
        if (previous === undefined) continue;
        expect(report.usedMs).toBeGreaterThanOrEqual(previous.usedMs);
        if (report.sequence === previous.sequence) expect(report.usedMs).toBe(previous.usedMs);
        else expect(report.sequence).toBe(previous.sequence + 1);
      }
    }),
    { numRuns: 400 },
  );
});

test('used time is present time as long as nothing limits it', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const sim = new MeterSimulation({
        balanceMs: 100_000_000,
        config: { leaseMs: 10_000_000, userLostGraceMs: 1e9, outageLimitMs: 1e9 },
      }).start();
      const presentMs = play(sim, moves);
      sim.send({ type: 'tick' });
      expect(sim.state.usedMs).toBeCloseTo(presentMs, 3);
      expect(sim.end).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

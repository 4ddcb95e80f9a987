// What turns out not to have been served: a caller long gone, a provider that never answered.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MeterSimulation } from './meter-simulation.ts';

const started = (config = {}) => new MeterSimulation({ balanceMs: 600_000, config }).start();

/** The caller's client answers every two seconds for so long. */
function seenFor(sim: MeterSimulation, durationMs: number): void {
  for (let passedMs = 0; passedMs < durationMs; passedMs += 2_000) {
    sim.send({ type: 'user_seen' });
    sim.runMs(2_000);
  }
  sim.send({ type: 'user_seen' });
}

describe('a lost caller', () => {
  test('pays up to their last sign of life, whenever the loss is noticed', () => {
    const sim = started();
    seenFor(sim, 14_000);
    sim.runMs(13_000);
    sim.send({ type: 'user_lost' });
    expect(sim.state).toMatchObject({ usedMs: 14_000, unbilledMs: 13_000 });
    sim.runMs(15_000);
    expect(sim.end).toMatchObject({ usedMs: 14_000, reason: 'connection_lost' });
  });

  test('is told of to the ledger no further than that, so that a dead agent charges no more', () => {
    const sim = started();
    seenFor(sim, 14_000);
    sim.runMs(13_000);
    expect(sim.of('report').at(-1)).toMatchObject({ usedMs: 14_000 });
  });

  test('who was there after all pays for all of it', () => {
    const sim = started();
    seenFor(sim, 4_000);
    sim.runMs(12_000);
    sim.send({ type: 'user_seen' });
    sim.runMs(10_000);
    sim.send({ type: 'tick' });
    expect(sim.state.usedMs).toBe(26_000);
    expect(sim.of('report').at(-1)?.usedMs).toBeGreaterThanOrEqual(16_000);
  });

  test('gains nothing by leaving questions unanswered for long before vanishing', () => {
    const sim = started();
    seenFor(sim, 4_000);
    sim.runMs(120_000);
    sim.send({ type: 'user_lost' });
    expect(sim.state.usedMs).toBe(124_000);
    expect(sim.of('report').at(-1)?.usedMs).toBeGreaterThan(100_000);
  });

  test('of a client that answers no question pays until the loss is noticed', () => {
    const sim = started();
    sim.runMs(27_000);
    sim.send({ type: 'user_lost' });
    expect(sim.state.usedMs).toBe(27_000);
  });

  test('who returns is counted from their return', () => {
    const sim = started();
    seenFor(sim, 14_000);
    sim.runMs(11_000);
    sim.send({ type: 'user_lost' });
    sim.runMs(5_000);
    sim.send({ type: 'user_joined', sinceMs: sim.nowMs });
    sim.runMs(6_000);
    sim.send({ type: 'tick' });
    expect(sim.state.usedMs).toBe(20_000);
    // A second loss gives back what followed the return, not what came before it.
    sim.send({ type: 'user_lost' });
    expect(sim.state.usedMs).toBe(14_000);
  });
});

describe('a provider that does not answer', () => {
  test('is paid until it was asked', () => {
    const sim = started();
    sim.runMs(4_000);
    sim.send({ type: 'provider_asked' });
    sim.runMs(3_000);
    sim.send({ type: 'provider_asked' });
    sim.runMs(7_000);
    sim.send({ type: 'provider_down' });
    expect(sim.state).toMatchObject({ usedMs: 4_000, unbilledMs: 10_000 });
  });

  test('but is only slow is paid', () => {
    const sim = started();
    sim.runMs(4_000);
    sim.send({ type: 'provider_asked' });
    sim.runMs(8_000);
    sim.send({ type: 'provider_answered' });
    sim.runMs(10_000);
    sim.send({ type: 'provider_down' });
    expect(sim.state.usedMs).toBe(22_000);
  });
});

test('never reports less than before, nor ends with less than it has reported', () => {
  const types = ['user_seen', 'user_lost', 'provider_asked', 'provider_answered'] as const;
  const event = fc.oneof(
    fc.constantFrom(...types, 'provider_down' as const, 'provider_up' as const).map((type) => ({
      type,
    })),
    fc.constant({ type: 'user_joined' as const, sinceMs: Number.POSITIVE_INFINITY }),
  );
  const moves = fc.array(fc.tuple(fc.nat(9_000), event), { maxLength: 60 });
  fc.assert(
    fc.property(moves, fc.nat(4_000), (steps, replyDelayMs) => {
      const sim = new MeterSimulation({ balanceMs: 180_000 });
      sim.replyDelayMs = replyDelayMs;
      sim.start();
      for (const [waitMs, next] of steps) {
        if (sim.end) break;
        sim.runMs(waitMs);
        sim.send(next);
      }
      let saidMs = 0;
      for (const { usedMs } of sim.of('report')) {
        expect(usedMs).toBeGreaterThanOrEqual(saidMs);
        saidMs = usedMs;
      }
      expect(Math.floor(sim.state.usedMs + 1e-6)).toBeGreaterThanOrEqual(saidMs);
      expect(sim.state.usedMs).toBeLessThanOrEqual(sim.state.heldMs + 1e-6);
      expect(sim.state.usedMs + sim.state.unbilledMs).toBeCloseTo(sim.state.atMs, 3);
    }),
    { numRuns: 300 },
  );
});

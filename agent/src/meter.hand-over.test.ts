// A call given to another worker: counted to the moment it is given away, told once, never ended here.

import type { EndedReason } from '@mindbot/platform/ended-reasons';
import { describe, expect, test, vi } from 'vitest';
import type { CallEffects, TimeSnapshot } from './call-effects.ts';
import type { Ledger } from './ledger.ts';
import { MeterRunner } from './meter-runner.ts';
import { MeterSimulation, simulatedConfig } from './meter-simulation.ts';
import { quietLogger } from './quiet-logger.ts';
import { SimulatedClock } from './simulated-clock.ts';

describe('the meter', () => {
  test('reports all it has counted, after every report before, and counts no more', () => {
    const sim = new MeterSimulation({ balanceMs: 600_000 }).start().runMs(12_345);
    sim.send({ type: 'hand_over_wanted' });
    const [handOver] = sim.of('hand_over');
    const lastSequence = sim.of('report').at(-1)?.sequence ?? 0;
    expect(handOver).toMatchObject({ sequence: lastSequence + 1, end: { usedMs: 12_345 } });
    sim.runMs(60_000);
    sim.send({ type: 'end_requested', reason: 'shutdown' });
    expect(sim.of('hand_over')).toHaveLength(1);
    expect(sim.end).toBeUndefined();
    expect(sim.state.usedMs).toBe(12_345);
  });

  test('gives no call away that says goodbye', () => {
    const sim = new MeterSimulation({ balanceMs: 20_000 }).start();
    while (sim.state.goodbye === null) sim.runMs(100);
    sim.send({ type: 'hand_over_wanted' });
    sim.runMs(20_000);
    expect(sim.of('hand_over')).toEqual([]);
    expect(sim.end).toMatchObject({ reason: 'out_of_time', usedMs: 20_000 });
  });
});

type HandOver = Ledger['handOver'];

/** A runner that has counted for five seconds, what it did, and its captures. */
async function runnerHandingOver(handOver: HandOver) {
  const clock = new SimulatedClock();
  const left: { reason: EndedReason; isRoomOurs: boolean }[] = [];
  const times: TimeSnapshot[] = [];
  const effects: CallEffects = {
    publishTime: (snapshot) => void times.push(snapshot),
    publishEvent: async () => {},
    sayLowTime: () => {},
    sayTimeAdded: () => {},
    sayServiceBack: () => {},
    askPresence: () => {},
    prepareGoodbye: async () => 2_000,
    sayGoodbye: async () => {},
    stopSpeech: () => {},
    leave: async (end) => void left.push(end),
  };
  const capture = vi.fn<Ledger['capture']>(async (end) => ({
    outcome: 'captured',
    chargedMs: end.usedMs,
    balanceMs: 0,
    endedReason: end.reason,
  }));
  const runner = new MeterRunner({
    config: simulatedConfig,
    activation: { usedMs: 0, heldMs: 30_000, remainingMs: 600_000, sequence: 0 },
    clock,
    ledger: { capture, extend: () => new Promise(() => {}) },
    handOver,
    effects,
    logger: quietLogger().logger,
  });
  runner.dispatch({ type: 'agent_started', presentSinceMs: clock.nowMs() });
  await clock.advance(5_000);
  runner.dispatch({ type: 'hand_over_wanted' });
  await runner.finished;
  return { left, capture, lastTime: times.at(-1) };
}

describe('the runner', () => {
  test('tells the ledger, leaves the room standing and settles nothing', async () => {
    const handOver = vi.fn<HandOver>(async () => ({
      outcome: 'handed_over',
      endRequestedReason: null,
    }));
    const { left, capture, lastTime } = await runnerHandingOver(handOver);
    expect(handOver).toHaveBeenCalledExactlyOnceWith({
      sequence: 1,
      usedMs: 5_000,
      leaseMs: simulatedConfig.leaseMs,
    });
    expect(left).toEqual([{ reason: 'shutdown', isRoomOurs: false }]);
    expect(capture).not.toHaveBeenCalled();
    expect(lastTime).toMatchObject({ isCounting: false, usedMs: 5_000 });
  });

  test('says the same again when no answer came', async () => {
    const handOver = vi
      .fn<HandOver>()
      .mockRejectedValueOnce(new Error('no answer'))
      .mockResolvedValueOnce({ outcome: 'handed_over', endRequestedReason: null });
    const { left } = await runnerHandingOver(handOver);
    expect(handOver.mock.calls[1]).toEqual(handOver.mock.calls[0]);
    expect(left).toEqual([{ reason: 'shutdown', isRoomOurs: false }]);
  });

  test('leaves the call to its watcher when the ledger stays away', async () => {
    const handOver = vi.fn<HandOver>(async () => {
      throw new Error('no answer');
    });
    const { left, capture } = await runnerHandingOver(handOver);
    expect(left).toEqual([{ reason: 'shutdown', isRoomOurs: false }]);
    expect(capture).not.toHaveBeenCalled();
  });

  test('ends a call whose end was asked for meanwhile', async () => {
    const { left, capture } = await runnerHandingOver(async () => ({
      outcome: 'end_requested',
      endRequestedReason: 'user_hung_up',
    }));
    expect(capture).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ usedMs: 5_000, reason: 'user_hung_up' }),
    );
    expect(left).toEqual([{ reason: 'user_hung_up', isRoomOurs: true }]);
  });
});

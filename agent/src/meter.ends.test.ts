// The meter's guarantees about ends it does not choose itself, played in simulated time.
import { describe, expect, test } from 'vitest';
import { MeterSimulation } from './meter-simulation.ts';

const call = (balanceMs: number, config = {}) => new MeterSimulation({ balanceMs, config });

describe('ends decided elsewhere', () => {
  test('stops at once without settling when fenced', () => {
    const sim = call(600_000).start();
    sim.outcome = 'fenced';
    sim.runMs(30_000);
    expect(sim.end).toMatchObject({ atMs: 10_020, settle: false });
  });

  test('takes a conflict for another job that meters this call', () => {
    const sim = call(600_000).start();
    sim.outcome = 'conflict';
    sim.runMs(30_000);
    expect(sim.end).toMatchObject({ settle: false });
  });

  test('settles and ends when the ledger says the call has ended', () => {
    const sim = call(600_000).start();
    sim.outcome = 'ended';
    sim.runMs(30_000);
    expect(sim.end).toMatchObject({ settle: true });
  });

  test('ends with the reason somebody requested', () => {
    const sim = call(600_000).start();
    sim.endRequestedReason = 'closed_by_admin';
    sim.runMs(30_000);
    expect(sim.end).toMatchObject({ reason: 'closed_by_admin', settle: true });
  });

  test('ends once, whatever comes after', () => {
    const sim = call(600_000).start().runMs(3_000);
    sim.send({ type: 'end_requested', reason: 'agent_ended' });
    sim.send({ type: 'end_requested', reason: 'shutdown' });
    sim.runMs(60_000);
    expect(sim.of('end')).toHaveLength(1);
  });
});

describe("the assistant's limits", () => {
  test('says goodbye before the longest call is reached and ends there', () => {
    const sim = call(600_000, { maxCallMs: 60_000 }).start().runMs(70_000);
    expect(sim.of('say_goodbye')).toMatchObject([{ kind: 'max_length', atMs: 57_650 }]);
    expect(sim.end).toMatchObject({ reason: 'max_length', usedMs: 60_000, atMs: 60_000 });
  });

  test('asks a silent caller, says goodbye and ends', () => {
    const sim = call(600_000, { idleLimitMs: 30_000 }).start().runMs(30_000);
    expect(sim.of('ask_presence')).toHaveLength(1);
    sim.send({ type: 'agent_speaking', isSpeaking: true });
    sim.runMs(2_000);
    sim.send({ type: 'agent_speaking', isSpeaking: false });
    sim.runMs(10_000);
    expect(sim.of('say_goodbye')).toMatchObject([{ kind: 'idle', atMs: 42_000 }]);
    sim.runMs(1_500);
    sim.send({ type: 'goodbye_finished' });
    expect(sim.end).toMatchObject({ reason: 'idle', atMs: 43_500 });
  });

  test('an idle goodbye that never finishes ends the call all the same', () => {
    const sim = call(600_000, { idleLimitMs: 30_000 }).start().runMs(60_000);
    expect(sim.end).toMatchObject({ reason: 'idle', atMs: 45_500 });
  });

  test('stays when the caller answers, even during the goodbye', () => {
    const sim = call(600_000, { idleLimitMs: 30_000 }).start().runMs(41_000);
    expect(sim.of('say_goodbye')).toHaveLength(1);
    sim.send({ type: 'user_active' });
    expect(sim.of('take_back_goodbye')).toHaveLength(1);
    sim.runMs(25_000);
    expect(sim.end).toBeUndefined();
  });

  test('a long answer of the agent is not silence of the caller', () => {
    const sim = call(600_000, { idleLimitMs: 30_000 }).start().runMs(10_000);
    sim.send({ type: 'agent_speaking', isSpeaking: true });
    sim.runMs(60_000);
    sim.send({ type: 'agent_speaking', isSpeaking: false });
    expect(sim.of('ask_presence')).toEqual([]);
  });
});

test('no standstill of the process is counted: its caller may have left meanwhile', () => {
  const sim = new MeterSimulation({ balanceMs: 600_000 }).start().runMs(10_000);
  sim.nowMs = 37_000;
  sim.send({ type: 'end_requested', reason: 'user_hung_up' });
  expect(sim.end).toMatchObject({ usedMs: 12_000, unbilledMs: 25_000 });
});

describe('time bought or taken back during a call', () => {
  test('is noticed at once when somebody says so, not at the next report', () => {
    const sim = call(600_000).start().runMs(12_000);
    sim.topUp(300_000);
    sim.send({ type: 'recheck_wanted' });
    sim.runMs(100);
    expect(sim.of('time_added')).toMatchObject([{ addedMs: 300_000 }]);
  });

  test('is asked for once a second at most, however often somebody says so', () => {
    const sim = call(600_000).start();
    for (let times = 0; times < 50; times += 1) {
      sim.runMs(100);
      sim.send({ type: 'recheck_wanted' });
    }
    expect(sim.of('report').length).toBeLessThanOrEqual(5);
  });
});

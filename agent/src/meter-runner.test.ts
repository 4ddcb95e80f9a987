// The runner's guarantees: one ledger call at a time, the same report until it is answered, one end.
import type { CallEvent } from '@mindbot/platform/call-events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallEffects, TimeSnapshot } from './call-effects.ts';
import { MeterRunner } from './meter-runner.ts';
import { simulatedConfig } from './meter-simulation.ts';
import { type LogLine, quietLogger } from './quiet-logger.ts';
import { SimulatedClock, settled } from './simulated-clock.ts';

type Extend = (report: { sequence: number; usedMs: number; leaseMs: number }) => Promise<unknown>;

/** Lets simulated time pass. */
const passing = (durationMs: number) =>
  new Promise<void>((resolve) => clock.setTimer(durationMs, resolve));

/** A ledger with one account, which can go away and lose replies. */
class FakeLedger {
  balanceMs = 600_000;
  isAway = false;
  losesReplies = false;
  isBusy = false;
  heldMs = 30_000;
  readonly reports: { sequence: number; usedMs: number }[] = [];
  readonly captures: { usedMs: number; reason: string; unbilledMs: number }[] = [];
  outcome = 'extended';
  captureOutcome = 'captured';
  captureTakesMs = 0;

  extend = vi.fn<Extend>(async ({ sequence, usedMs, leaseMs }) => {
    if (this.isBusy) throw new Error('two reports at once');
    this.isBusy = true;
    await settled();
    this.isBusy = false;
    this.reports.push({ sequence, usedMs });
    if (this.isAway || this.losesReplies) throw new Error('no answer');
    this.heldMs = Math.max(this.heldMs, Math.min(usedMs + leaseMs, this.balanceMs));
    return {
      outcome: this.outcome,
      heldMs: this.heldMs,
      remainingMs: this.balanceMs - usedMs,
      isFinal: this.heldMs >= this.balanceMs,
      endRequestedReason: null,
    };
  });

  capture = vi.fn(async (end: { usedMs: number; reason: string; unbilledMs: number }) => {
    if (this.isAway) throw new Error('no answer');
    if (this.captureTakesMs > 0) await passing(this.captureTakesMs);
    this.captures.push(end);
    return {
      outcome: this.captureOutcome,
      chargedMs: end.usedMs,
      balanceMs: this.balanceMs - end.usedMs,
      endedReason: end.reason,
    };
  });
}

class FakeEffects implements CallEffects {
  readonly said: string[] = [];
  readonly events: CallEvent[] = [];
  readonly times: TimeSnapshot[] = [];
  readonly order: string[] = [];
  left: { reason: string; isRoomOurs: boolean } | null = null;
  finishGoodbye: () => void = () => {};
  fails = false;

  publishTime = (snapshot: TimeSnapshot) => {
    if (this.fails) throw new Error('room is gone');
    this.times.push(snapshot);
  };
  publishEvent = async (event: CallEvent) => {
    if (this.fails) throw new Error('room is gone');
    this.events.push(event);
    this.order.push(event.type);
  };
  sayLowTime = () => void this.said.push('low_time');
  sayTimeAdded = () => void this.said.push('time_added');
  sayServiceBack = () => void this.said.push('service_back');
  askPresence = () => void this.said.push('ask_presence');
  prepareGoodbye = async () => 2_000;
  sayGoodbye = (kind: string) => {
    this.said.push(kind);
    return new Promise<void>((resolve) => {
      this.finishGoodbye = resolve;
    });
  };
  stopSpeech = () => void this.order.push('stop_speech');
  leave = async (end: { reason: string; isRoomOurs: boolean }) => {
    this.order.push('leave');
    this.left = end;
  };
}

let clock: SimulatedClock;
let ledger: FakeLedger;
let effects: FakeEffects;
let lines: LogLine[];

function startRunner(balanceMs = 600_000, config = {}): MeterRunner {
  ledger.balanceMs = balanceMs;
  ledger.heldMs = Math.min(30_000, balanceMs);
  const quiet = quietLogger();
  lines = quiet.lines;
  const runner = new MeterRunner({
    config: { ...simulatedConfig, ...config },
    activation: { usedMs: 0, heldMs: ledger.heldMs, remainingMs: balanceMs, sequence: 0 },
    clock,
    ledger: ledger as never,
    effects,
    logger: quiet.logger,
  });
  runner.dispatch({ type: 'agent_started', presentSinceMs: clock.nowMs() });
  return runner;
}

beforeEach(() => {
  clock = new SimulatedClock();
  ledger = new FakeLedger();
  effects = new FakeEffects();
});

describe('a running call', () => {
  test('reports each interval and publishes the time each second', async () => {
    startRunner();
    await clock.advance(25_000);
    expect(ledger.reports.map(({ usedMs }) => usedMs)).toEqual([10_000, 20_000]);
    expect(effects.times.length).toBeGreaterThanOrEqual(25);
    expect(effects.times.at(-1)).toMatchObject({ isCounting: true, pausedReason: null });
  });

  test('repeats a report whose reply was lost, with the same sequence and time', async () => {
    startRunner();
    ledger.losesReplies = true;
    await clock.advance(12_000);
    ledger.losesReplies = false;
    await clock.advance(3_000);
    expect(ledger.reports.length).toBeGreaterThan(2);
    for (const report of ledger.reports) expect(report).toEqual({ sequence: 1, usedMs: 10_000 });
  });

  test('knows what the ledger has not heard yet', async () => {
    const runner = startRunner();
    await clock.advance(13_000);
    expect(runner.unreportedMs).toBe(3_000);
    expect(runner.remainingMs).toBe(587_000);
  });

  test('goes on when an effect throws', async () => {
    const runner = startRunner();
    effects.fails = true;
    await clock.advance(15_000);
    expect(ledger.reports).toHaveLength(1);
    expect(runner.isEnded).toBe(false);
    expect(lines.some(({ msg }) => msg === 'an effect of the meter failed')).toBe(true);
  });
});

describe('the end', () => {
  test('stops speech, settles, tells clients, then leaves', async () => {
    const runner = startRunner();
    await clock.advance(5_000);
    runner.dispatch({ type: 'end_requested', reason: 'agent_ended' });
    await clock.advance(100);
    await runner.finished;
    expect(effects.order).toEqual(['stop_speech', 'ended', 'leave']);
    expect(effects.events.at(-1)).toEqual({
      type: 'ended',
      reason: 'agent_ended',
      chargedMs: 5_000,
      balanceMs: 595_000,
    });
    expect(ledger.captures).toHaveLength(1);
    expect(effects.left).toEqual({ reason: 'agent_ended', isRoomOurs: true });
  });

  test('settles once, however often it is asked to end', async () => {
    const runner = startRunner();
    await clock.advance(1_000);
    await Promise.all([runner.end('user_hung_up'), runner.end('shutdown'), clock.advance(100)]);
    await runner.end('shutdown');
    expect(ledger.captures.map(({ reason }) => reason)).toEqual(['user_hung_up']);
  });

  test('does not keep clients waiting for a ledger that is away, and settles later', async () => {
    const runner = startRunner();
    await clock.advance(5_000);
    ledger.isAway = true;
    runner.dispatch({ type: 'end_requested', reason: 'user_hung_up' });
    await clock.advance(1_000);
    expect(effects.left).not.toBeNull();
    expect(effects.events.at(-1)).toMatchObject({ type: 'ended', chargedMs: 5_000 });
    ledger.isAway = false;
    await clock.advance(5_000);
    await runner.finished;
    expect(ledger.captures).toEqual([{ usedMs: 5_000, reason: 'user_hung_up', unbilledMs: 0 }]);
  });

  test('leaves the settlement to the lease reaper when the ledger stays away', async () => {
    const runner = startRunner();
    ledger.isAway = true;
    runner.dispatch({ type: 'end_requested', reason: 'user_hung_up' });
    await clock.advance(120_000);
    await runner.finished;
    expect(ledger.captures).toEqual([]);
    expect(lines.some(({ outcome }) => outcome === 'unsettled')).toBe(true);
  });

  test('leaves a call another job has taken over without settling or deleting its room', async () => {
    const runner = startRunner();
    ledger.outcome = 'fenced';
    await clock.advance(11_000);
    await runner.finished;
    expect(ledger.captures).toEqual([]);
    expect(effects.left).toMatchObject({ isRoomOurs: false });
    expect(effects.events).toEqual([]);
  });

  test('keeps the room when only the capture learns that the call was taken over', async () => {
    const runner = startRunner();
    ledger.captureOutcome = 'fenced';
    runner.dispatch({ type: 'end_requested', reason: 'user_hung_up' });
    await clock.advance(100);
    await runner.finished;
    expect(effects.left).toMatchObject({ isRoomOurs: false });
  });

  test('keeps the room of a call it was put out of, however late the ledger says why', async () => {
    const runner = startRunner();
    ledger.captureOutcome = 'fenced';
    ledger.captureTakesMs = 1_500;
    runner.dispatch({ type: 'end_requested', reason: 'closed_by_admin' });
    await clock.advance(3_000);
    await runner.finished;
    expect(effects.left).toMatchObject({ isRoomOurs: false });
    expect(effects.events).toEqual([]);
  });

  test.each([
    ['closed_by_admin', false],
    ['connection_lost', true],
  ] as const)(
    'put out as %s, without the ledger, deletes the room: %s',
    async (reason, deletes) => {
      const runner = startRunner();
      ledger.isAway = true;
      runner.dispatch({ type: 'end_requested', reason });
      await clock.advance(3_000);
      expect(effects.left).toMatchObject({ isRoomOurs: deletes });
    },
  );

  test('says goodbye and charges exactly what was held at zero', async () => {
    const runner = startRunner(20_000);
    await clock.advance(25_000);
    await runner.finished;
    expect(effects.said).toEqual(['low_time', 'out_of_time']);
    expect(ledger.captures).toMatchObject([{ usedMs: 20_000, reason: 'out_of_time' }]);
  });

  test('ends an idle call as soon as its goodbye was heard', async () => {
    const runner = startRunner(600_000, { idleLimitMs: 20_000 });
    await clock.advance(30_000);
    expect(effects.said).toEqual(['ask_presence', 'idle']);
    effects.finishGoodbye();
    await clock.advance(100);
    await runner.finished;
    expect(ledger.captures).toMatchObject([{ reason: 'idle' }]);
  });

  test('writes one line an operator can read', async () => {
    const runner = startRunner();
    await clock.advance(5_000);
    await Promise.all([runner.end('user_hung_up'), clock.advance(100)]);
    expect(lines.at(-1)).toMatchObject({
      msg: 'call ended',
      reason: 'user_hung_up',
      usedMs: 5_000,
      chargedMs: 5_000,
      outcome: 'captured',
    });
  });
});

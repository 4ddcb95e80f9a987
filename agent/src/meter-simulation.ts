// Plays calls against the pure meter in simulated time, with an account that can be topped up.

import { createMeter, step } from './meter.ts';
import { nextWakeAtMs } from './meter-deadlines.ts';
import type {
  MeterAction,
  MeterConfig,
  MeterEvent,
  MeterState,
  UnstampedMeterEvent,
} from './meter-types.ts';

export const simulatedConfig: MeterConfig = {
  intervalMs: 10_000,
  leaseMs: 30_000,
  lowTimeThresholdsMs: [120_000, 30_000],
  userLostGraceMs: 15_000,
  outageLimitMs: 30_000,
  joinLimitMs: 60_000,
  maxCallMs: null,
  idleLimitMs: null,
  idleAnswerMs: 10_000,
  goodbyeLeadMs: 4_000,
};

/** An action and when it was asked for. */
export type TimedAction = MeterAction & { atMs: number };

/** One simulated call: a meter, its account and its ledger's answers. */
export class MeterSimulation {
  state: MeterState;
  nowMs = 0;
  balanceMs: number;
  heldMs: number;
  readonly actions: TimedAction[] = [];
  /** Every (state) seen, for invariants. */
  readonly states: MeterState[] = [];
  replyDelayMs = 20;
  isLedgerAway = false;
  /** The outcome of the next reports, when not 'extended'. */
  outcome: 'extended' | 'fenced' | 'ended' | 'conflict' = 'extended';
  endRequestedReason: 'closed_by_admin' | null = null;
  goodbyeLengthMs: number | null = 2_000;
  private readonly answers = new Map<number, { usedMs: number; heldMs: number }>();
  private readonly due: { atMs: number; event: UnstampedMeterEvent }[] = [];

  constructor(
    options: { balanceMs: number; config?: Partial<MeterConfig>; usedMs?: number } = {
      balanceMs: 600_000,
    },
  ) {
    const config = { ...simulatedConfig, ...options.config };
    const usedMs = options.usedMs ?? 0;
    this.balanceMs = options.balanceMs;
    this.heldMs = usedMs + Math.min(config.leaseMs, this.balanceMs - usedMs);
    const ledger = {
      usedMs,
      heldMs: this.heldMs,
      remainingMs: this.balanceMs - usedMs,
      sequence: 0,
    };
    this.state = createMeter(config, ledger, 0);
  }

  /** Both present from now on. */
  start(): this {
    this.send({ type: 'agent_started', presentSinceMs: this.nowMs });
    return this;
  }

  send(event: UnstampedMeterEvent): void {
    const stamped = { ...event, atMs: this.nowMs } as MeterEvent;
    const { state, actions } = step(this.state, stamped);
    this.state = state;
    this.states.push(state);
    for (const action of actions) {
      this.actions.push({ ...action, atMs: this.nowMs });
      if (action.type === 'report') this.answer(action.sequence, action.usedMs);
      if (action.type === 'prepare_goodbye' && this.goodbyeLengthMs !== null) {
        const event = { type: 'goodbye_prepared' as const, durationMs: this.goodbyeLengthMs };
        this.due.push({ atMs: this.nowMs + 300, event });
      }
    }
  }

  /** Lets time pass, waking the meter exactly when it asks to be woken. */
  runMs(durationMs: number): this {
    const untilMs = this.nowMs + durationMs;
    for (;;) {
      const wakeAtMs = nextWakeAtMs(this.state) ?? Number.POSITIVE_INFINITY;
      const dueAtMs = Math.min(...this.due.map((entry) => entry.atMs));
      const nextMs = Math.max(this.nowMs, Math.min(wakeAtMs, dueAtMs));
      if (nextMs > untilMs) break;
      this.nowMs = nextMs;
      const index = this.due.findIndex((entry) => entry.atMs <= nextMs);
      const [entry] = index >= 0 ? this.due.splice(index, 1) : [];
      this.send(entry?.event ?? { type: 'tick' });
    }
    this.nowMs = untilMs;
    return this;
  }

  topUp(addedMs: number): void {
    this.balanceMs += addedMs;
  }

  of<Type extends MeterAction['type']>(type: Type) {
    return this.actions.filter((action) => action.type === type) as (Extract<
      MeterAction,
      { type: Type }
    > & { atMs: number })[];
  }

  get end() {
    return this.of('end')[0];
  }

  private answer(sequence: number, usedMs: number): void {
    const atMs = this.nowMs + this.replyDelayMs;
    if (this.isLedgerAway) {
      this.due.push({ atMs, event: { type: 'report_failed', sequence } });
      return;
    }
    const replayed = this.answers.get(sequence);
    const wantedMs = usedMs + this.state.config.leaseMs;
    const heldMs = replayed?.heldMs ?? Math.max(this.heldMs, Math.min(wantedMs, this.balanceMs));
    this.heldMs = heldMs;
    this.answers.set(sequence, { usedMs, heldMs });
    const answer = {
      outcome: this.outcome,
      heldMs,
      remainingMs: this.balanceMs - usedMs,
      isFinal: heldMs >= this.balanceMs,
      endRequestedReason: this.endRequestedReason,
    };
    this.due.push({ atMs, event: { type: 'report_answered', sequence, answer } });
  }
}

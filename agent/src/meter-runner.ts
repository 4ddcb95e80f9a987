// Drives the pure meter with a clock, timers, the ledger and the room; catches everything.
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import type { Logger } from '@mindbot/platform/logging';
import type { CallClock } from './call-clock.ts';
import type { CallEffects } from './call-effects.ts';
import type { Ledger } from './ledger.ts';
import type { CaptureAnswer } from './ledger-answers.ts';
import { createMeter, step } from './meter.ts';
import { nextWakeAtMs } from './meter-deadlines.ts';
import { isCounting, pausedReasonOf, remainingMsOf, wholeMs } from './meter-time.ts';
import type {
  GoodbyeKind,
  MeterAction,
  MeterConfig,
  MeterEnd,
  MeterEvent,
  MeterState,
  UnstampedMeterEvent,
} from './meter-types.ts';
import { type Capture, createSettlement, insistOnHandOver } from './settlement.ts';

/** How long clients wait for the settled figures before they get the expected, nearly always equal. */
const FIGURES_WAIT_MS = 40;
/** Reasons that also stand for having been put out of the room, as a replaced agent is. */
const ENDS_OF_THE_PUT_OUT: ReadonlySet<EndedReason> = new Set([
  'closed_by_admin',
  'connection_lost',
]);
/** How long such an end waits for the ledger to say whose the call is. */
const VERDICT_WAIT_MS = 2_000;
/** How much longer than a lease the capture is retried. */
const SETTLE_SLACK_MS = 10_000;

/** What a running meter is made of. */
export interface MeterRunnerOptions {
  config: MeterConfig;
  activation: { usedMs: number; heldMs: number; remainingMs: number; sequence: number };
  clock: CallClock;
  ledger: Pick<Ledger, 'extend' | 'capture'>;
  /** Without it a call is given away by leaving it; its watcher notices. */
  handOver?: Ledger['handOver'];
  effects: CallEffects;
  logger: Logger;
}

/** The meter of one running call. */
export class MeterRunner {
  private readonly options: MeterRunnerOptions;
  private readonly settle: ReturnType<typeof createSettlement>;
  private state: MeterState;
  private cancelTimer: (() => void) | null = null;
  private readonly reportCancel = new AbortController();
  private readonly ended = Promise.withResolvers<void>();

  constructor(options: MeterRunnerOptions) {
    this.options = options;
    const { config, activation, clock, ledger, logger } = options;
    this.state = createMeter(config, activation, clock.nowMs());
    const limitMs = config.leaseMs + SETTLE_SLACK_MS;
    this.settle = createSettlement({ capture: ledger.capture, clock, logger, limitMs });
  }

  /** Resolves when the call is settled (or left to the reaper) and the room is left. */
  get finished(): Promise<void> {
    return this.ended.promise;
  }

  get isEnded(): boolean {
    return this.state.phase === 'ended';
  }

  /** The time this call can still use, as of now. */
  get remainingMs(): number {
    return wholeMs(remainingMsOf(step(this.state, this.stamp({ type: 'tick' })).state));
  }

  /** What was used since the last answered report. */
  get unreportedMs(): number {
    const { state } = step(this.state, this.stamp({ type: 'tick' }));
    return wholeMs(state.usedMs) - state.reportedUsedMs;
  }

  /** Tells the meter what happened now. Never throws. */
  dispatch(event: UnstampedMeterEvent): void {
    if (this.isEnded) return;
    try {
      const wasCounting = isCounting(this.state);
      const { state, actions } = step(this.state, this.stamp(event));
      this.state = state;
      this.logPause(wasCounting);
      for (const action of actions) this.guard(action.type, () => this.perform(action));
    } catch (error) {
      this.options.logger.error({ err: error, event: event.type }, 'meter failed');
    }
    this.arm();
  }

  /** Ends the call for this reason unless it has ended; resolves when that is done. */
  async end(reason: EndedReason): Promise<void> {
    this.dispatch({ type: 'end_requested', reason });
    await this.finished;
  }

  private stamp(event: UnstampedMeterEvent): MeterEvent {
    return { ...event, atMs: this.options.clock.nowMs() } as MeterEvent;
  }

  private arm(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    const wakeAtMs = nextWakeAtMs(this.state);
    if (wakeAtMs === null) return;
    const delayMs = Math.max(0, wakeAtMs - this.options.clock.nowMs());
    this.cancelTimer = this.options.clock.setTimer(delayMs, () => this.dispatch({ type: 'tick' }));
  }

  /** An effect that fails, at once or later, is logged: the framework would hide it. */
  private guard(what: string, effect: () => unknown): void {
    const failed = (error: unknown) =>
      this.options.logger.error({ err: error, what }, 'an effect of the meter failed');
    try {
      const result = effect();
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  private perform(action: MeterAction): unknown {
    const { effects, logger } = this.options;
    switch (action.type) {
      case 'report':
        return this.report(action.sequence, action.usedMs);
      case 'publish_time':
        return this.publishTime(action.isChange);
      case 'low_time': {
        const { thresholdMs, remainingMs } = action;
        logger.info({ thresholdMs, remainingMs }, 'caller warned of low time');
        effects.sayLowTime(remainingMs);
        return effects.publishEvent({ type: 'low_time', thresholdMs, remainingMs });
      }
      case 'time_added': {
        const { addedMs, remainingMs, wasLeaving } = action;
        logger.info({ addedMs, remainingMs }, 'time was added during the call');
        effects.sayTimeAdded(remainingMs, { wasLeaving });
        return effects.publishEvent({ type: 'time_added', addedMs, remainingMs });
      }
      case 'service_back':
        return effects.sayServiceBack();
      case 'prepare_goodbye':
        return this.prepareGoodbye(action.kind);
      case 'say_goodbye':
        logger.info({ kind: action.kind, remainingMs: action.remainingMs }, 'goodbye started');
        this.guard('goodbye', () => this.sayGoodbye(action.kind));
        return effects.publishEvent({ type: 'goodbye', remainingMs: action.remainingMs });
      case 'take_back_goodbye':
        return effects.stopSpeech();
      case 'ask_presence':
        return effects.askPresence();
      case 'hand_over':
        return this.handOver(action.sequence, action.end);
      case 'end':
        return this.finish(action);
    }
  }

  private async report(sequence: number, usedMs: number): Promise<void> {
    const { ledger, config, logger } = this.options;
    try {
      const report = { sequence, usedMs, leaseMs: config.leaseMs };
      const answer = await ledger.extend(report, this.reportCancel.signal);
      logger.debug({ ...report, ...answer }, 'used time reported');
      this.dispatch({ type: 'report_answered', sequence, answer });
    } catch (error) {
      if (this.isEnded) return;
      logger.warn({ err: error, sequence, usedMs }, 'report not answered, will be repeated');
      this.dispatch({ type: 'report_failed', sequence });
    }
  }

  private publishTime(isChange: boolean): void {
    const { state } = this;
    this.options.effects.publishTime(
      {
        remainingMs: wholeMs(remainingMsOf(state)),
        usedMs: wholeMs(state.usedMs),
        isCounting: isCounting(state),
        pausedReason: pausedReasonOf(state),
      },
      { isChange },
    );
  }

  private async prepareGoodbye(kind: GoodbyeKind): Promise<void> {
    const durationMs = await this.options.effects.prepareGoodbye(kind);
    this.dispatch({ type: 'goodbye_prepared', durationMs });
  }

  private async sayGoodbye(kind: GoodbyeKind): Promise<void> {
    await this.options.effects.sayGoodbye(kind);
    this.dispatch({ type: 'goodbye_finished' });
  }

  /** Tells the ledger the last used time, has another agent sent, and leaves the caller to it. */
  private async handOver(sequence: number, end: MeterEnd): Promise<void> {
    const { effects, config, logger, handOver } = this.options;
    this.reportCancel.abort();
    this.guard('stop_speech', () => effects.stopSpeech());
    this.guard('publish_time', () => this.publishTime(true));
    const report = { sequence, usedMs: end.usedMs, leaseMs: config.leaseMs };
    const answer = handOver ? await insistOnHandOver(() => handOver(report), logger) : null;
    if (answer?.outcome === 'end_requested') {
      await this.finish({ ...end, reason: answer.endRequestedReason ?? end.reason });
      return;
    }
    // Without an answer the call is left all the same: to the watcher, as if this agent had died.
    logger.info({ ...report, outcome: answer?.outcome ?? 'unanswered' }, 'call handed over');
    await effects
      .leave({ reason: end.reason, isRoomOurs: false })
      .catch((error) => logger.error({ err: error }, 'room could not be left'));
    this.ended.resolve();
  }

  private async finish(end: MeterEnd): Promise<void> {
    const { effects, logger } = this.options;
    this.reportCancel.abort();
    this.guard('stop_speech', () => effects.stopSpeech());
    const settled = end.settle ? this.settle(captureOf(end)) : Promise.resolve(null);
    const early = await this.within(settled, FIGURES_WAIT_MS);
    const isRoomOurs = end.settle && (await this.isStillOurs(end.reason, early, settled));
    const reason = early?.endedReason ?? end.reason;
    if (isRoomOurs) {
      const chargedMs = early?.chargedMs ?? end.usedMs;
      const balanceMs = early?.balanceMs ?? end.remainingMs;
      this.guard('publish_time', () => this.publishTime(true));
      await effects
        .publishEvent({ type: 'ended', reason, chargedMs, balanceMs })
        .catch((error) => logger.warn({ err: error }, 'clients could not be told of the end'));
    }
    await effects
      .leave({ reason, isRoomOurs })
      .catch((error) => logger.error({ err: error }, 'room could not be left'));
    const answer = await settled;
    logger.info(
      {
        // Who asked for the end is known to the ledger; without its answer, ours is the best guess.
        reason: answer?.endedReason ?? reason,
        usedMs: end.usedMs,
        unbilledMs: end.unbilledMs,
        chargedMs: answer?.chargedMs ?? null,
        outcome: end.settle ? (answer?.outcome ?? 'unsettled') : 'not_ours',
      },
      'call ended',
    );
    this.ended.resolve();
  }

  /** Who was put out of the room may have been replaced, taken for dead: only the ledger knows. */
  private async isStillOurs(
    reason: EndedReason,
    early: CaptureAnswer | null,
    settled: Promise<CaptureAnswer | null>,
  ): Promise<boolean> {
    if (early !== null || !ENDS_OF_THE_PUT_OUT.has(reason)) return early?.outcome !== 'fenced';
    const late = await this.within(settled, VERDICT_WAIT_MS);
    // In doubt it is left to whoever has removed us.
    return late ? late.outcome !== 'fenced' : reason !== 'closed_by_admin';
  }

  private async within<Value>(value: Promise<Value>, waitMs: number): Promise<Value | null> {
    const { promise, resolve } = Promise.withResolvers<null>();
    const cancel = this.options.clock.setTimer(waitMs, () => resolve(null));
    const first = await Promise.race([value, promise]);
    cancel();
    return first;
  }

  private logPause(wasCounting: boolean): void {
    if (wasCounting === isCounting(this.state) || this.isEnded) return;
    const [usedMs, pausedReason] = [wholeMs(this.state.usedMs), pausedReasonOf(this.state)];
    if (pausedReason === null) this.options.logger.info({ usedMs }, 'call is counting');
    else this.options.logger.info({ usedMs, pausedReason }, 'call is paused');
  }
}

const captureOf = ({ usedMs, unbilledMs, reason }: MeterEnd): Capture => ({
  usedMs,
  unbilledMs,
  reason,
});

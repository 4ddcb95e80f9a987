// Sees what happens in a call and tells it twice: as numbers to the worker, as a story to the ledger.
import { voice } from '@livekit/agents';
import type { CallClock } from './call-clock.ts';
import type { CallEffects, TimeSnapshot } from './call-effects.ts';
import { type CallStory, describeError } from './call-story.ts';
import type { Ledger } from './ledger.ts';
import type { ObservationSender } from './observation-sender.ts';
import { COUNTED_TOOLS, type CountedTool, type Stage } from './observations.ts';
import type { ProviderPart } from './provider-health.ts';
import type { TurnLatency } from './usage.ts';

/** The stage of a call each provider serves. */
const STAGE_OF: Record<ProviderPart, Stage> = {
  stt: 'recognition',
  llm: 'model',
  tts: 'synthesis',
};

/** What an observer needs. */
export interface CallObserverOptions {
  sender: ObservationSender;
  story: CallStory;
  clock: CallClock;
  /** When the job began, and since when both have been present (null: not yet). */
  startedAtMs: number;
  presentSinceMs: () => number | null;
  /** What was held when the call was taken over. */
  heldMs: number;
}

type MeteringLedger = Pick<Ledger, 'extend' | 'capture'>;

/** The observer of one job's call. Nothing here throws, and nothing waits for it. */
export class CallObserver {
  private readonly options: CallObserverOptions;
  private heldMs: number;
  private hasGreeted = false;
  private hasJoined = false;
  /** The end has been decided: the clock that is shown from now on is nobody's. */
  private isOver = false;
  private pausedAtMs: number | null = null;
  private reportFailingSinceMs: number | null = null;
  private readonly downSinceMs = new Map<ProviderPart, number>();

  constructor(options: CallObserverOptions) {
    this.options = options;
    this.heldMs = options.heldMs;
  }

  /** The same ledger, with its answers and its silences seen. */
  watchLedger<Watched extends MeteringLedger>(ledger: Watched): Watched {
    const watched: MeteringLedger = {
      extend: async (report, cancel) => {
        const askedAtMs = this.options.clock.nowMs();
        const took = () => this.options.clock.nowMs() - askedAtMs;
        try {
          const answer = await ledger.extend(report, cancel);
          if (answer.outcome === 'extended') this.heldMs = answer.heldMs;
          this.options.sender.send({ type: 'renewed', outcome: answer.outcome, tookMs: took() });
          this.reportAnswered();
          return answer;
        } catch (error) {
          // A report the end of the call has overtaken has not failed.
          if (!cancel?.aborted) {
            this.options.sender.send({ type: 'renewed', outcome: 'failed', tookMs: took() });
            this.reportFailed(error);
          }
          throw error;
        }
      },
      capture: async (end) => {
        this.isOver = true;
        const overshotMs = Math.max(0, end.usedMs - this.heldMs);
        const seen = { type: 'captured', reason: end.reason, overshotMs } as const;
        try {
          const answer = await ledger.capture(end);
          this.options.sender.send({
            ...seen,
            outcome: answer.outcome,
            reason: answer.endedReason ?? end.reason,
            chargedMs: answer.chargedMs ?? 0,
          });
          if (overshotMs > 0 && answer.outcome === 'captured') {
            this.options.story.add('overshot', { overshotMs: Math.round(overshotMs) });
          }
          return answer;
        } catch (error) {
          this.options.sender.send({ ...seen, outcome: 'failed', chargedMs: 0 });
          this.reportFailed(error);
          throw error;
        }
      },
    };
    return { ...ledger, ...watched };
  }

  /** The same effects, with pauses and goodbyes seen. */
  watchEffects(effects: CallEffects): CallEffects {
    return {
      ...effects,
      publishTime: (snapshot, options) => {
        this.timePublished(snapshot);
        effects.publishTime(snapshot, options);
      },
      publishEvent: (event) => {
        if (event.type === 'goodbye') {
          this.options.story.add('goodbye', { remainingMs: event.remainingMs });
        }
        return effects.publishEvent(event);
      },
    };
  }

  /** Watches first sounds, interruptions and tools from now on. */
  followSession(session: voice.AgentSession): void {
    const { AgentStateChanged, ConversationItemAdded, FunctionToolsExecuted } =
      voice.AgentSessionEventTypes;
    session.on(AgentStateChanged, ({ newState }) => {
      if (newState === 'speaking') this.greeted();
    });
    session.on(ConversationItemAdded, ({ item }) => {
      if (item.type === 'message' && item.role === 'assistant' && item.interrupted) {
        this.options.sender.send({ type: 'interrupted' });
      }
    });
    session.on(FunctionToolsExecuted, ({ functionCalls, functionCallOutputs }) => {
      for (const [index, { name }] of functionCalls.entries()) {
        const hasFailed = functionCallOutputs[index]?.isError ?? false;
        this.toolCalled(name, hasFailed);
      }
    });
  }

  /** How quickly the agent answered. */
  answered(latency: TurnLatency): void {
    this.options.sender.send({ type: 'answered', ...latency });
  }

  /** One request to a provider failed; an outage may follow or be going on. */
  providerFailed(part: ProviderPart): void {
    this.options.sender.send({ type: 'provider_failed', stage: STAGE_OF[part] });
  }

  providerDown(part: ProviderPart, error: Error): void {
    const stage = STAGE_OF[part];
    this.downSinceMs.set(part, this.options.clock.nowMs());
    this.options.sender.send({ type: 'provider_down', stage });
    this.options.story.add('provider_down', { stage, error: describeError(error) });
  }

  providerUp(part: ProviderPart): void {
    const stage = STAGE_OF[part];
    const sinceMs = this.downSinceMs.get(part);
    this.downSinceMs.delete(part);
    const downMs = sinceMs === undefined ? 0 : this.options.clock.nowMs() - sinceMs;
    this.options.sender.send({ type: 'provider_up', stage, downMs });
    this.options.story.add('provider_up', { stage, downMs: Math.round(downMs) });
  }

  /** The agent session ended by an error of its own. */
  sessionFailed(error: unknown): void {
    this.options.story.add('session_failed', { stage: 'agent', error: describeError(error) });
  }

  private timePublished({ isCounting, pausedReason, usedMs }: TimeSnapshot): void {
    const { story, sender, clock } = this.options;
    if (this.isOver) return;
    if (isCounting && !this.hasJoined) {
      this.hasJoined = true;
      story.add('joined', { usedMs });
    } else if (isCounting && this.pausedAtMs !== null) {
      story.add('resumed', { usedMs, pausedMs: Math.round(clock.nowMs() - this.pausedAtMs) });
      this.pausedAtMs = null;
    } else if (this.hasJoined && this.pausedAtMs === null && isPause(pausedReason)) {
      this.pausedAtMs = clock.nowMs();
      sender.send({ type: 'paused', reason: pausedReason });
      story.add('paused', { usedMs, reason: pausedReason });
    }
  }

  private greeted(): void {
    if (this.hasGreeted) return;
    this.hasGreeted = true;
    const { clock, sender, story, startedAtMs, presentSinceMs } = this.options;
    const nowMs = clock.nowMs();
    const sinceMs = presentSinceMs();
    const afterStartMs = nowMs - startedAtMs;
    const afterPresentMs = sinceMs === null ? null : Math.max(0, nowMs - sinceMs);
    sender.send({ type: 'greeted', afterStartMs, afterPresentMs });
    story.add('first_audio', { afterStartMs: Math.round(afterStartMs) });
  }

  private toolCalled(name: string, hasFailed: boolean): void {
    const outcome = hasFailed ? 'failed' : 'ok';
    this.options.sender.send({ type: 'tool_called', tool: countedTool(name), outcome });
    if (hasFailed) {
      this.options.story.add('tool_failed', { stage: 'tool', tool: name.slice(0, 60) });
    }
  }

  /** Told once for each time the ledger goes away. */
  private reportFailed(error: unknown): void {
    if (this.reportFailingSinceMs !== null) return;
    this.reportFailingSinceMs = this.options.clock.nowMs();
    this.options.story.add('report_failed', { stage: 'metering', error: describeError(error) });
  }

  private reportAnswered(): void {
    if (this.reportFailingSinceMs === null) return;
    const awayMs = Math.round(this.options.clock.nowMs() - this.reportFailingSinceMs);
    this.reportFailingSinceMs = null;
    this.options.story.add('report_recovered', { stage: 'metering', awayMs });
  }
}

const isPause = (reason: TimeSnapshot['pausedReason']): reason is 'user_lost' | 'provider_down' =>
  reason === 'user_lost' || reason === 'provider_down';

const countedTool = (name: string): CountedTool =>
  COUNTED_TOOLS.find((tool) => tool === name) ?? 'other';

// Adds up what a call consumed of its providers and how quickly the agent answered.
import { type llm, type metrics, voice } from '@livekit/agents';
import type { Logger } from '@mindbot/platform/logging';
import type { Json } from '@mindbot/supabase/database.types';
import { EventLoopWatch } from './event-loop.ts';

/** Latencies of one answer, milliseconds; null where a stage did not take part. */
export interface TurnLatency {
  /** End of speech → turn committed. */
  endOfTurnMs: number | null;
  /** End of speech → text. */
  transcriptionMs: number | null;
  llmFirstTokenMs: number | null;
  ttsFirstByteMs: number | null;
  /** End of speech → first audio on its way. */
  totalMs: number | null;
}

const toMs = (seconds: number | undefined): number | null =>
  seconds === undefined ? null : Math.round(seconds * 1_000);

/** The value below which `share` of the sorted values lie; null for none. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

/** Collects one job's usage. */
export class UsageRecorder {
  private readonly collector: metrics.ModelUsageCollector;
  private readonly logger: Logger;
  private readonly onAnswered: (latency: TurnLatency) => void;
  private readonly totalsMs: number[] = [];
  private readonly eventLoop = new EventLoopWatch();
  private lastUserTurn: llm.ChatMessage['metrics'] = {};
  private toolCalls = 0;

  constructor(
    collector: metrics.ModelUsageCollector,
    logger: Logger,
    onAnswered: (latency: TurnLatency) => void = () => {},
  ) {
    this.collector = collector;
    this.logger = logger;
    this.onAnswered = onAnswered;
  }

  /** Watches the session's turns from now on. */
  follow(session: voice.AgentSession): void {
    this.eventLoop.start();
    const { ConversationItemAdded, EotPrediction, FunctionToolsExecuted } =
      voice.AgentSessionEventTypes;
    session.on(ConversationItemAdded, ({ item }) => {
      if (item.type !== 'message') return;
      if (item.role === 'user') this.lastUserTurn = item.metrics;
      if (item.role === 'assistant') this.answered(item.metrics);
    });
    session.on(EotPrediction, ({ probability, threshold, delayMs }) => {
      this.logger.debug({ probability, threshold, delayMs }, 'end of turn predicted');
    });
    session.on(FunctionToolsExecuted, ({ functionCalls }) => {
      this.toolCalls += functionCalls.length;
    });
  }

  /** Everything consumed so far, as saved with the call. */
  summary(): Record<string, Json> {
    const models = this.collector.flatten();
    const eventLoop = this.eventLoop.delays();
    const sum = (pick: (usage: (typeof models)[number]) => number | undefined) =>
      models.reduce((total, usage) => total + (pick(usage) ?? 0), 0);
    return {
      sttAudioMs: sum((u) => (u.type === 'stt_usage' ? u.audioDurationMs : 0)),
      llmInputTokens: sum((u) => (u.type === 'llm_usage' ? u.inputTokens : 0)),
      llmCachedTokens: sum((u) => (u.type === 'llm_usage' ? u.inputCachedTokens : 0)),
      llmOutputTokens: sum((u) => (u.type === 'llm_usage' ? u.outputTokens : 0)),
      ttsCharacters: sum((u) => (u.type === 'tts_usage' ? u.charactersCount : 0)),
      ttsAudioMs: sum((u) => (u.type === 'tts_usage' ? u.audioDurationMs : 0)),
      toolCalls: this.toolCalls,
      models: [...new Set(models.map(({ provider, model }) => `${provider}/${model}`))].sort(),
      answers: this.totalsMs.length,
      answerMedianMs: percentile(this.totalsMs, 0.5),
      answerP95Ms: percentile(this.totalsMs, 0.95),
      // What the call took of its worker: how many fit on one is read from these.
      eventLoopP50Ms: eventLoop.p50Ms,
      eventLoopP99Ms: eventLoop.p99Ms,
      eventLoopMaxMs: eventLoop.maxMs,
      residentBytes: process.memoryUsage.rss(),
    };
  }

  private answered(report: llm.ChatMessage['metrics']): void {
    if (report.e2eLatency === undefined) return;
    const latency: TurnLatency = {
      endOfTurnMs: toMs(this.lastUserTurn.endOfTurnDelay),
      transcriptionMs: toMs(this.lastUserTurn.transcriptionDelay),
      llmFirstTokenMs: toMs(report.llmNodeTtft),
      ttsFirstByteMs: toMs(report.ttsNodeTtfb),
      totalMs: toMs(report.e2eLatency),
    };
    if (latency.totalMs !== null) this.totalsMs.push(latency.totalMs);
    this.onAnswered(latency);
    this.logger.info(latency, 'agent answered');
  }
}

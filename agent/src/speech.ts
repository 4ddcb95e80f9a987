// Recognition, model and synthesis of a call, each on any OpenAI-compatible server.
import { type llm, metrics, stt, type VAD } from '@livekit/agents';
import { LLM, STT } from '@livekit/agents-plugin-openai';
import type { AgentEnvironment } from './environment.ts';
import { GuardedStt } from './guarded-stt.ts';
import type { Assistant } from './ledger-answers.ts';
import type { ProviderHealth } from './provider-health.ts';
import { StreamingTts } from './streaming-tts.ts';
import { UtteranceStt } from './utterance-stt.ts';

/** A spoken answer longer than this bores; a runaway model must not talk for minutes. */
const MAX_COMPLETION_TOKENS = 800;

/** The providers of one call, and what they consumed so far. */
export interface Speech {
  stt: stt.STT;
  llm: llm.LLM;
  tts: StreamingTts;
  usage: metrics.ModelUsageCollector;
  /** True while words of the caller are still being recognized. */
  isRecognizing: () => boolean;
  /** Repeats the last failed recognition, to learn whether it works again. */
  retryRecognition: () => Promise<unknown>;
}

/**
 * Connects nothing yet. Failures and recoveries are told to `health`; that there is no recognizer at
 * all, so that callers must type, to `onCannotHear`.
 */
export function createSpeech(
  env: AgentEnvironment,
  assistant: Pick<Assistant, 'voice' | 'language'>,
  vad: VAD,
  health: ProviderHealth,
  onCannotHear: () => void,
): Speech {
  const usage = new metrics.ModelUsageCollector();
  let retryRecognition: () => Promise<unknown> = async () => undefined;

  const recognizer = new GuardedStt(
    new STT({
      useRealtime: false,
      model: env.stt.model,
      baseURL: env.stt.baseUrl,
      apiKey: env.stt.apiKey,
      language: assistant.language,
    }),
    {
      asked: () => health.recognitionAsked(),
      answered: () => health.recognitionAnswered(),
      succeeded: () => health.succeeded('stt'),
      unavailable: onCannotHear,
      failed: (error, retry) => {
        retryRecognition = () => retry().then(() => health.succeeded('stt'));
        health.failed('stt', error);
      },
    },
  );
  recognizer.on('metrics_collected', (collected) => usage.collect(collected));

  const utterances = new UtteranceStt(recognizer, { vad, guessAfterMs: env.STT_GUESS_AFTER_MS });

  const model = new LLM({
    model: env.llm.model,
    baseURL: env.llm.baseUrl,
    apiKey: env.llm.apiKey,
    parallelToolCalls: false,
    maxCompletionTokens: MAX_COMPLETION_TOKENS,
  });
  model.on('error', ({ error }) => health.failed('llm', error));
  model.on('metrics_collected', (collected) => {
    usage.collect(collected);
    if (collected.ttftMs >= 0) health.succeeded('llm');
  });

  const voice = new StreamingTts(env.tts, assistant.voice);
  voice.on('error', ({ error }) => health.failed('tts', error));
  voice.on('metrics_collected', (collected) => {
    usage.collect(collected);
    if (collected.audioDurationMs > 0) health.succeeded('tts');
  });

  return {
    // An error of a bare recognizer's stream would close the whole session; the adapter absorbs it.
    stt: new stt.FallbackAdapter({ sttInstances: [utterances] }),
    isRecognizing: () => utterances.isBusy,
    llm: model,
    tts: voice,
    usage,
    retryRecognition: () => retryRecognition(),
  };
}

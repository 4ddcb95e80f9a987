// What the worker reads from its environment, checked once, the same in worker and jobs.
import {
  integerVariable,
  listVariable,
  portVariable,
  readEnvironment,
} from '@mindbot/platform/env';
import { telemetryVariables } from '@mindbot/platform/telemetry-environment';
import { z } from 'zod';

const numberVariable = z.coerce.number().min(0);
const thresholds = listVariable.transform((entries, context) => {
  const parsed = z.array(integerVariable(1_000, 86_400_000)).max(10).safeParse(entries);
  if (parsed.success) return parsed.data;
  context.addIssue('a comma list of milliseconds, each at least 1000');
  return z.NEVER;
});

const schema = z
  .object({
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
    AGENT_FRAMEWORK_LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
      .default('error'),
    ...telemetryVariables,
    SUPABASE_URL: z.url(),
    SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
    LIVEKIT_URL: z.url(),
    LIVEKIT_API_KEY: z.string().min(1),
    LIVEKIT_API_SECRET: z.string().min(1),
    AGENT_NAME: z.string().min(1).default('mindbot'),
    AGENT_HEALTH_PORT: portVariable.default(8081),
    AGENT_METRICS_PORT: portVariable.default(9464),
    AGENT_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
    AGENT_METRICS_TOKEN: z.string().min(16).optional(),
    AGENT_LOAD_THRESHOLD: numberVariable.default(0.7),
    AGENT_MAX_CALLS: integerVariable(1, 1_000).default(25),
    AGENT_IDLE_PROCESSES: integerVariable(1, 64).default(1),
    AGENT_DRAIN_TIMEOUT_MS: integerVariable(0, 86_400_000).default(3_600_000),
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: z.url().default('https://api.openai.com/v1'),
    STT_BASE_URL: z.url().optional(),
    STT_API_KEY: z.string().optional(),
    STT_MODEL: z.string().default('gpt-4o-mini-transcribe'),
    LLM_BASE_URL: z.url().optional(),
    LLM_API_KEY: z.string().optional(),
    LLM_MODEL: z.string().default('gpt-4.1-mini'),
    TTS_BASE_URL: z.url().optional(),
    TTS_API_KEY: z.string().optional(),
    TTS_MODEL: z.string().default('gpt-4o-mini-tts'),
    METER_INTERVAL_MS: integerVariable(200, 600_000).default(10_000),
    METER_LEASE_MS: integerVariable(1_000, 3_600_000).default(30_000),
    LOW_TIME_THRESHOLDS_MS: thresholds.default([120_000, 30_000]),
    USER_LOST_GRACE_MS: integerVariable(1_000, 600_000).default(15_000),
    STT_GUESS_AFTER_MS: integerVariable(0, 5_000).default(120),
    VAD_MIN_SILENCE_MS: integerVariable(250, 5_000).default(250),
    ENDPOINTING_MIN_DELAY_MS: integerVariable(0, 10_000).default(250),
    ENDPOINTING_DOUBT_DELAY_MS: integerVariable(0, 20_000).default(1_100),
    ENDPOINTING_MAX_DELAY_MS: integerVariable(0, 20_000).default(1_800),
    INTERRUPTION_MIN_DURATION_MS: integerVariable(0, 10_000).default(200),
    AEC_WARMUP_MS: integerVariable(0, 10_000).default(0),
  })
  .transform((read) => ({
    ...read,
    stt: providerOf(read, 'STT'),
    llm: providerOf(read, 'LLM'),
    tts: providerOf(read, 'TTS'),
  }));

/** One OpenAI-compatible endpoint. */
export interface SpeechProvider {
  baseUrl: string;
  apiKey: string;
  model: string;
}

type Read = Record<string, unknown>;

/** Each part may name its own server; what it does not name comes from the OpenAI variables. */
function providerOf(read: Read, part: 'STT' | 'LLM' | 'TTS'): SpeechProvider {
  return {
    baseUrl: String(read[`${part}_BASE_URL`] ?? read.OPENAI_BASE_URL).replace(/\/+$/, ''),
    apiKey: String(read[`${part}_API_KEY`] ?? read.OPENAI_API_KEY ?? ''),
    model: String(read[`${part}_MODEL`]),
  };
}

/** The worker's whole configuration. */
export type AgentEnvironment = z.infer<typeof schema>;

/**
 * Reads and checks the environment.
 * @throws {EnvironmentError} naming every variable that is missing or malformed.
 */
export function readAgentEnvironment(
  source: Record<string, string | undefined> = process.env,
): AgentEnvironment {
  return readEnvironment(schema, source);
}

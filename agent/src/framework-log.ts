// Keeps the framework's log to what an operator needs, because it writes what callers say.
import type { LoggerOptions } from '@livekit/agents';
import type { AgentEnvironment } from './environment.ts';

/**
 * Below `error` the framework logs transcripts and typed text. They appear only when an operator
 * asks for `debug` or `trace`, which .env.example says must not be used with real callers.
 */
export function frameworkLogOptions(
  env: Pick<AgentEnvironment, 'LOG_LEVEL' | 'LOG_FORMAT'>,
): LoggerOptions {
  const isDebugging = env.LOG_LEVEL === 'debug' || env.LOG_LEVEL === 'trace';
  const pretty = (env.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
  return { pretty, level: isDebugging ? env.LOG_LEVEL : 'error' };
}

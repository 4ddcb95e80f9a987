// Keeps the framework's log to what an operator needs, because it writes what callers say.
import { type LoggerOptions, log } from '@livekit/agents';
import { reportError } from '@mindbot/platform/error-reports';
import type { Logger } from '@mindbot/platform/logging';
import type { AgentEnvironment } from './environment.ts';

/**
 * Below `error` the framework logs transcripts and typed text, so its level is set apart from ours.
 */
export function frameworkLogOptions(
  env: Pick<AgentEnvironment, 'AGENT_FRAMEWORK_LOG_LEVEL' | 'LOG_FORMAT'>,
): LoggerOptions {
  const pretty = (env.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
  return { pretty, level: env.AGENT_FRAMEWORK_LOG_LEVEL };
}

let isLeaving = false;

/** From now on the framework's complaints are those of a room that is being torn down. */
export function expectTeardown(): void {
  isLeaving = true;
  log().level = 'fatal';
}

/** Logs what nobody took care of; the framework notes it at debug level, where no one looks. */
export function logUnhandledRejections(logger: Logger): void {
  process.on('unhandledRejection', (error) => {
    const level = isLeaving ? 'debug' : 'warn';
    const message = 'a promise was rejected and nobody took care';
    logger[level]({ err: error }, message);
    if (!isLeaving) reportError(error, message);
  });
}

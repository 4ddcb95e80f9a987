// One logger for every process: pretty on a terminal, JSON lines elsewhere, secrets never.
import { type Logger, pino } from 'pino';

const REDACTED_PATHS = [
  'token',
  'workerToken',
  'password',
  'authorization',
  'email',
  'phone',
  '*.token',
  '*.workerToken',
  '*.password',
  '*.authorization',
  '*.email',
  '*.phone',
];

/**
 * Makes the logger of one part of the service.
 * @param part names the process or module in every line, for example `api`.
 */
export function createLogger(
  part: string,
  options: { level?: string; format?: 'pretty' | 'json' } = {},
): Logger {
  const format = options.format ?? (process.stdout.isTTY ? 'pretty' : 'json');
  return pino({
    base: { part },
    level: options.level ?? process.env.LOG_LEVEL ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    ...(format === 'pretty'
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname,part', messageFormat: '{part}: {msg}' },
          },
        }
      : {}),
  });
}

export type { Logger } from 'pino';

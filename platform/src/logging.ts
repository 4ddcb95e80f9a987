// One logger for every process: pretty on a terminal, JSON lines elsewhere, secrets never.
import { type Logger, pino } from 'pino';
import { reportError } from './error-reports.ts';
import { type LogContext, readLogContext } from './log-context.ts';
import { redactError, redactFields, redactText } from './redaction.ts';

/**
 * Makes the logger of one part of the service. Its lines carry the ids of the work they are written
 * for (see `log-context.ts`), and nothing that `redaction.ts` leaves out.
 * @param part names the process or module in every line, for example `api`.
 */
export function createLogger(
  part: string,
  options: {
    level?: string;
    format?: 'pretty' | 'json';
    /** Where lines go instead of the standard output. */
    destination?: { write: (line: string) => void };
  } = {},
): Logger {
  const format = options.format ?? (process.stdout.isTTY ? 'pretty' : 'json');
  const settings = {
    base: { part },
    level: options.level ?? process.env.LOG_LEVEL ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ ...readLogContext() }),
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redactFields(fields),
    },
    serializers: {
      err: (error: unknown) => (error instanceof Error ? redactError(error) : error),
    },
    hooks: { logMethod: redactAndReport },
  };
  if (options.destination) return pino(settings, options.destination);
  return pino({
    ...settings,
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

const ERROR_LEVEL = 50;

/** Messages are ours, but some quote a library's. What is an error is reported as one. */
function redactAndReport(
  this: Logger,
  args: Parameters<Logger['info']>,
  write: (...args: Parameters<Logger['info']>) => void,
  level: number,
): void {
  const [first, ...rest] = args as unknown[];
  const given =
    first instanceof Error ? [{ err: first }, ...(rest.length > 0 ? rest : [first.message])] : args;
  const [fields, message] = given as [unknown, unknown];
  if (level >= ERROR_LEVEL && typeof fields === 'object' && fields !== null && 'err' in fields) {
    reportError(fields.err, String(message ?? ''), { ...this.bindings(), ...fields } as LogContext);
  }
  const clean = (given as unknown[]).map((arg) =>
    typeof arg === 'string' ? redactText(arg) : arg,
  );
  write.apply(this, clean as Parameters<Logger['info']>);
}

export type { Logger } from 'pino';

// A logger for tests, which remembers its lines instead of printing them.
import type { Logger } from '@mindbot/platform/logging';

/** A line as it would be written. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

/** A logger and what it was told. */
export function quietLogger(): { logger: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (fields: Record<string, unknown> | string, msg?: string) => {
    const line = typeof fields === 'string' ? { msg: fields } : { ...fields, msg: msg ?? '' };
    lines.push({ ...line, level });
  };
  const levels = ['debug', 'info', 'warn', 'error', 'fatal'];
  const logger = Object.fromEntries(levels.map((level) => [level, at(level)]));
  return { logger: logger as unknown as Logger, lines };
}

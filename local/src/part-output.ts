// Turns what every part writes into one readable log: pretty on a terminal, JSON lines elsewhere.
import { prettyFactory } from 'pino-pretty';

/** Receives one log record, whole, without line end. */
export type LogSink = (line: string) => void;

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** A part's line as a record: JSON is taken as it is, anything else becomes the message. */
export function toRecord(part: string, line: string): Record<string, unknown> {
  if (line.startsWith('{')) {
    try {
      return { ...JSON.parse(line), part };
    } catch {
      // Not JSON after all.
    }
  }
  const level = /\b(error|fatal|panic)\b/i.test(line) ? 'error' : 'info';
  return { level, time: new Date().toISOString(), part, msg: line };
}

/** How one record is written: for people when `isPretty`, else as JSON. */
export function createFormat(isPretty: boolean): (record: Record<string, unknown>) => string {
  if (!isPretty) return (record) => JSON.stringify(record);
  const pretty = prettyFactory({
    colorize: true,
    ignore: 'pid,hostname,part,name,version',
    messageFormat: '{part} · {msg}',
    translateTime: 'HH:MM:ss.l',
    singleLine: true,
  });
  return (record) => pretty(record).trimEnd();
}

/** True when the record is at least as grave as `threshold`. Numbers are pino's own levels. */
export function isLoud(record: Record<string, unknown>, threshold: string): boolean {
  const rank = (level: unknown) =>
    typeof level === 'number' ? level / 10 - 1 : levels.indexOf(String(level).toLowerCase());
  const ranked = rank(record.level);
  return ranked < 0 || ranked >= levels.indexOf(threshold);
}

/** Splits a stream into lines and hands each on; returns how to flush the last. */
export function readLines(onLine: (line: string) => void): {
  push: (chunk: string) => void;
  flush: () => void;
} {
  let rest = '';
  return {
    push: (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') onLine(line);
    },
    flush: () => {
      if (rest.trim() !== '') onLine(rest);
      rest = '';
    },
  };
}

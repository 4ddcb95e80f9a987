// Turns what every part writes into one log: readable on a terminal, JSON lines elsewhere.
import { styleText } from 'node:util';

/** One line of a log with its fields. */
export type LogRecord = Record<string, unknown>;

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/**
 * What Postgres says to those who ask before it is up, to those connected when it stops, and to the
 * task queue, which asks on its first start whether it was set up before.
 */
const expectedComplaints =
  /database system is (starting up|shutting down)|terminating connection due to administrator command|relation "graphile_worker\.migrations" does not exist/;

function levelOfText(line: string): string {
  if (expectedComplaints.test(line)) return 'debug';
  if (/\b(error|fatal|panic)\b/i.test(line)) return 'error';
  return /\bwarn(ing)?\b/i.test(line) ? 'warn' : 'info';
}

/** A part's line as a record: JSON is taken as it is, anything else becomes the message. */
export function toRecord(part: string, line: string): LogRecord {
  if (line.startsWith('{')) {
    try {
      return { ...JSON.parse(line), part };
    } catch {
      // Not JSON after all.
    }
  }
  return { level: levelOfText(line), time: new Date().toISOString(), part, msg: line };
}

/** The rank of a level; numbers are pino's own. Unknown ones are -1. */
const rankOf = (level: unknown): number =>
  typeof level === 'number' ? level / 10 - 1 : levels.indexOf(String(level).toLowerCase());

/** True when the record is at least as grave as `threshold`. */
export function isLoud(record: LogRecord, threshold: string): boolean {
  const rank = rankOf(record.level);
  return rank < 0 || rank >= levels.indexOf(threshold);
}

type Style = Parameters<typeof styleText>[0];
const partStyles: Record<string, Style> = {
  local: 'bold',
  api: 'cyan',
  agent: 'magenta',
  speech: 'blue',
  stripe: 'blueBright',
  livekit: 'yellow',
  postgres: 'green',
};
const partWidth = 8;
/** Fields shown otherwise, or of no use to a person. */
const hiddenFields = new Set([
  'level',
  'time',
  'ts',
  'part',
  'msg',
  'err',
  'pid',
  'hostname',
  'name',
  'version',
  'caller',
  'logger',
]);

function describeError(err: unknown): string {
  if (typeof err !== 'object' || err === null) return err === undefined ? '' : `\n    ${err}`;
  const { stack, message } = err as { stack?: unknown; message?: unknown };
  return `\n    ${String(stack ?? message ?? JSON.stringify(err)).replaceAll('\n', '\n    ')}`;
}

/** A record as a line for people: time, part, message, fields. */
function toPretty(record: LogRecord, isColoured: boolean): string {
  const paint = (style: Style, text: string) =>
    isColoured ? styleText(style, text, { validateStream: false }) : text;
  const part = String(record.part);
  const moment = new Date(String(record.time ?? record.ts));
  const time = (Number.isNaN(moment.getTime()) ? new Date() : moment).toTimeString().slice(0, 8);
  const fields = Object.entries(record)
    .filter(([name]) => !hiddenFields.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const rank = rankOf(record.level);
  const message = String(record.msg ?? '');
  const warning = levels.indexOf('warn');
  const style: Style = rank > warning ? 'red' : rank === warning ? 'yellow' : 'reset';
  const text = rank >= warning ? paint(style, `${levels[rank]}: ${message}`) : message;
  const details = fields.length > 0 ? ` ${paint('dim', fields.join(' '))}` : '';
  const name = paint(partStyles[part] ?? 'white', part.padEnd(partWidth));
  return `${paint('dim', time)} ${name} ${text}${details}${paint('dim', describeError(record.err))}`;
}

/** How records are written: for people, in colour or not, else as JSON. */
export function createFormat(
  format: 'pretty' | 'json',
  isColoured = false,
): (record: LogRecord) => string {
  return format === 'json' ? JSON.stringify : (record) => toPretty(record, isColoured);
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

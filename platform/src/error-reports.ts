// Tells Sentry of bugs and failures, when a DSN is configured; without one nothing of it is loaded.
import type { LogContext } from './log-context.ts';
import { readLogContext } from './log-context.ts';
import { redactError } from './redaction.ts';

/** Where reports go and what they say of this process. */
export interface ErrorReportOptions {
  dsn: string | undefined;
  environment: string;
  release: string | undefined;
  /** Names the process: `api`. */
  part: string;
}

/** What sends reports. */
export interface ErrorReporter {
  send(error: Error, about: { message: string; tags: Record<string, string> }): void;
  /** Resolves when all was sent, or after the limit. */
  flush(limitMs: number): Promise<void>;
}

/** The same failure is told once in this time: a database that is away fails everything at once. */
const SAME_FAILURE_MS = 60_000;
const FAILURES_REMEMBERED_MAX = 200;

let reporter: ErrorReporter | null = null;
const toldAtMs = new Map<string, number>();

/** Starts reporting if there is a DSN. Whatever is logged as an error, with one, is reported then. */
export async function startErrorReports(options: ErrorReportOptions): Promise<void> {
  if (!options.dsn || reporter) return;
  const { createSentryReporter } = await import('./sentry-reporter.ts');
  reporter = createSentryReporter({ ...options, dsn: options.dsn });
}

/**
 * Reports an error with the ids of the work around it. Never throws, and does nothing unless started.
 * @param message what the log says of it, in constant words.
 */
export function reportError(error: unknown, message: string, ids: LogContext = {}): void {
  if (!reporter) return;
  const failure = error instanceof Error ? error : new Error(String(error));
  if (!isNew(`${message} ${redactError(failure).message}`)) return;
  const { requestId, voiceSessionId, traceId, task } = { ...readLogContext(), ...ids };
  const tags = {
    request_id: requestId,
    voice_session_id: voiceSessionId,
    trace_id: traceId,
    task,
  };
  const known = Object.entries(tags).filter((tag): tag is [string, string] => Boolean(tag[1]));
  reporter.send(failure, { message, tags: Object.fromEntries(known) });
}

/** Sends what is left, within the limit, and stops. */
export async function stopErrorReports(limitMs = 2_000): Promise<void> {
  const stopping = reporter;
  reporter = null;
  toldAtMs.clear();
  await stopping?.flush(limitMs);
}

function isNew(failure: string): boolean {
  const nowMs = performance.now();
  const lastMs = toldAtMs.get(failure);
  if (lastMs !== undefined && nowMs - lastMs < SAME_FAILURE_MS) return false;
  if (toldAtMs.size >= FAILURES_REMEMBERED_MAX) toldAtMs.clear();
  toldAtMs.set(failure, nowMs);
  return true;
}

// What every line written on behalf of one request, task or call carries, however deep the code is.
import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids by which one search follows a call through all processes. */
export interface LogContext {
  requestId?: string;
  voiceSessionId?: string;
  traceId?: string;
  /** The background task at work, and the queue's id of it. */
  task?: string;
  taskId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Does the work; whatever it logs, now or later, carries these fields and those around it. */
export function withLogContext<Result>(fields: LogContext, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** Adds what was found out meanwhile to the lines of the work around. */
export function addToLogContext(fields: LogContext): void {
  const context = storage.getStore();
  if (context) Object.assign(context, fields);
}

/** What lines carry here. */
export function readLogContext(): Readonly<LogContext> {
  return storage.getStore() ?? {};
}

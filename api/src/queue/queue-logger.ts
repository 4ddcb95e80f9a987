// Lets the queue's library write to our log, at levels that suit a service.
import type { Logger } from '@mindbot/platform/logging';
import { Logger as QueueLogger } from 'graphile-worker';

/** That a task was tried in vain is a warning of the library's: it will be tried again. */
const LEVELS = { error: 'warn', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** The library's logger over ours. */
export function createQueueLogger(logger: Logger): QueueLogger {
  return new QueueLogger((scope) => (level, message) => {
    const { taskIdentifier: task, jobId: taskId } = scope;
    // The message ends in a stack of many lines; the first says what it is about.
    const [firstLine = ''] = message.split('\n');
    logger[LEVELS[level as keyof typeof LEVELS]]({ task, taskId }, `task queue: ${firstLine}`);
  });
}

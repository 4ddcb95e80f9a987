// Works on a queued task as a part of the request that made it necessary, however much later.
import { withLogContext } from '@mindbot/platform/log-context';
import { inSpan, traceIdOf } from '@mindbot/platform/tracing';
import { z } from 'zod';

/** What `private.enqueue_task` says of the statement that enqueued a task. */
const originSchema = z
  .object({ requestId: z.string().optional(), traceparent: z.string().optional() })
  .catch({});

/** Does the work with the rest of the payload; its lines and spans belong to the task's origin. */
export function withinOrigin(
  { task, taskId, attempt }: { task: string; taskId: string; attempt: number },
  payload: unknown,
  work: (payload: unknown) => Promise<void>,
): Promise<void> {
  const { origin, ...rest } = (payload ?? {}) as { origin?: unknown };
  const { requestId, traceparent } = originSchema.parse(origin);
  const attributes = {
    'messaging.system': 'graphile_worker',
    'messaging.operation.type': 'process',
    'messaging.message.id': taskId,
    'mindbot.attempt': attempt,
  };
  const ids = { task, taskId, ...(requestId ? { requestId } : {}) };
  return withLogContext(ids, () =>
    inSpan(`task ${task}`, { kind: 'consumer', parent: traceparent ?? null, attributes }, () => {
      const traceId = traceIdOf();
      return traceId ? withLogContext({ traceId }, () => work(rest)) : work(rest);
    }),
  );
}

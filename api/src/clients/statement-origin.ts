// What a statement tells of itself: to a trace, what it does; to Postgres, whose request it is.
import { readLogContext } from '@mindbot/platform/log-context';
import { traceparentOf } from '@mindbot/platform/tracing';

const functionPattern = /\bpublic\.(\w+)\s*\(/;
const tablePattern = /\b(?:from|into|update)\s+(?:public\.)?(\w+)/i;

/** The name and attributes of a statement's span. Its values are never among them. */
export function describeStatement(text: string) {
  const [, functionName] = functionPattern.exec(text) ?? [];
  const [operation = 'query'] = /\w+/.exec(text) ?? [];
  const [, tableName] = tablePattern.exec(text) ?? [];
  const name = functionName ?? [operation.toUpperCase(), tableName].filter(Boolean).join(' ');
  return {
    name: `sql ${name}`,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation.toUpperCase(),
      ...(functionName ? { 'db.stored_procedure.name': functionName } : {}),
    },
  };
}

/** Functions that may enqueue tasks, and are not called so often that planning them would matter. */
const enqueuingPattern =
  /\bpublic\.(apply_\w+|admin_\w+|enqueue_\w+|begin_auto_top_ups|capture_hold|close_overages|grant_time|record_gateway_event|redeem_promo_code|accept_referral|reward_referral|set_auto_top_up|retry_failed_task)\s*\(/;

/**
 * The ids of the request or task at work, as a comment for the end of a statement that may enqueue
 * tasks: `private.enqueue_task` reads it, and Postgres shows it in its own logs. Null for any other:
 * a statement with a comment is new each time, and cannot be prepared.
 */
export function originComment(text: string): string | null {
  if (!enqueuingPattern.test(text)) return null;
  const { requestId } = readLogContext();
  const traceparent = traceparentOf();
  const ids = [
    ...(requestId ? [`request_id='${requestId}'`] : []),
    ...(traceparent ? [`traceparent='${traceparent}'`] : []),
  ];
  return ids.length === 0 ? null : `/*${ids.join(',')}*/`;
}

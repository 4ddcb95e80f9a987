// Sends error reports by Sentry's own client. `@sentry/core` rather than `@sentry/node`: the latter
// brings bundler plugins and a tracer of its own, and would watch every request and every outgoing
// call; we send what we choose, and have traces already.
import { createStackParser, createTransport, type ErrorEvent } from '@sentry/core';
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server';
import type { ErrorReporter, ErrorReportOptions } from './error-reports.ts';
import { redactFields, redactText } from './redaction.ts';

const SEND_TIMEOUT_MS = 5_000;

/** Makes the reporter. */
export function createSentryReporter(options: ErrorReportOptions & { dsn: string }): ErrorReporter {
  const { dsn, environment, release, part } = options;
  const client = new ServerRuntimeClient({
    dsn,
    environment,
    release,
    integrations: [],
    stackParser: createStackParser(nodeStackLineParser()),
    beforeSend: withoutPersonalData,
    transport: (transport) =>
      createTransport(transport, async ({ body }) => {
        const response = await fetch(transport.url, {
          method: 'POST',
          body: body as BodyInit,
          headers: transport.headers,
          signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        });
        await response.body?.cancel();
        return {
          statusCode: response.status,
          headers: {
            'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
            'retry-after': response.headers.get('retry-after'),
          },
        };
      }),
    runtime: { name: 'node', version: process.version },
    serverName: part,
  });
  client.init();
  return {
    send(error, { message, tags }) {
      client.captureException(error, {
        captureContext: { tags: { part, ...tags }, extra: { message } },
      });
    },
    async flush(limitMs) {
      await client.flush(limitMs);
    },
  };
}

/** What is left of an event: the error, where it came from, our ids and constant words. */
function withoutPersonalData(event: ErrorEvent): ErrorEvent {
  const { request: _request, user: _user, breadcrumbs: _breadcrumbs, ...rest } = event;
  for (const exception of rest.exception?.values ?? []) {
    exception.value = redactText(exception.value ?? '');
    for (const frame of exception.stacktrace?.frames ?? []) delete frame.vars;
  }
  return {
    ...rest,
    ...(rest.message ? { message: redactText(rest.message) } : {}),
    ...(rest.extra ? { extra: redactFields(rest.extra) } : {}),
  };
}

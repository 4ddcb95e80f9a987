// Turns whatever ends a request into a problem: refusals, operating errors and bugs.
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import { DatabaseUnavailableError } from './clients/database.ts';
import { LiveKitUnavailableError } from './clients/livekit-types.ts';
import { GatewayUnavailableError } from './payments/gateway.ts';
import { paymentsUnavailable } from './payments/refuse-payment.ts';
import { ProblemError, problemResponse } from './problem.ts';
import type { ApiEnv } from './services.ts';
import { voiceUnavailable } from './voice/refuse-call.ts';

/** The app's `onError`. */
export function handleError(error: Error, c: Context<ApiEnv>): Response {
  const problem = toProblem(error);
  const logger = c.get('logger');
  if (problem.code === 'internal_error') logger.error({ err: error }, 'a bug ended a request');
  else if (problem.code.endsWith('_unavailable')) logger.warn({ err: error }, 'a part is away');
  return problemResponse(problem, c.get('requestId'));
}

function toProblem(error: Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof DatabaseUnavailableError) {
    return new ProblemError('service_unavailable', 'The database does not answer.', {
      cause: error,
      headers: { 'retry-after': '2' },
    });
  }
  if (error instanceof LiveKitUnavailableError) return voiceUnavailable(error);
  if (error instanceof GatewayUnavailableError) return paymentsUnavailable(error);
  if (error instanceof HTTPException) return toProblemOfFramework(error);
  if (isUnstorable(error)) {
    return new ProblemError('validation_failed', 'Text may not hold the character U+0000.', {
      cause: error,
    });
  }
  return new ProblemError('internal_error', 'This is our fault, and it has been written down.', {
    cause: error,
  });
}

/** What Postgres says of text with a NUL: a valid JSON string, and yet no text it can hold. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05']);

function isUnstorable(error: Error & { code?: unknown }): boolean {
  return typeof error.code === 'string' && UNSTORABLE_TEXT.has(error.code);
}

/** The framework refuses bodies before a route sees them. */
function toProblemOfFramework(error: HTTPException): ProblemError {
  switch (error.status) {
    case 400:
      return new ProblemError('malformed_json', 'The body could not be read as JSON.');
    case 413:
      return new ProblemError('body_too_large', 'The body is larger than 64 KB.');
    case 415:
      return new ProblemError('unsupported_media_type', 'The body must be application/json.');
    default:
      return new ProblemError('internal_error', 'The request could not be handled.', {
        cause: error,
      });
  }
}

/** The app's `defaultHook`: what a schema refuses becomes one problem that lists every field. */
export function refuseInvalid(
  result: { success: true } | { success: false; target: string; error: ZodError },
): void {
  if (result.success) return;
  const { target, error } = result;
  const isKeyMissing = error.issues.some(
    (issue) => issue.path[0] === 'idempotency-key' && issue.code === 'invalid_type',
  );
  if (target === 'header' && isKeyMissing) {
    throw new ProblemError('idempotency_key_missing', 'Send an Idempotency-Key with this request.');
  }
  throw new ProblemError('validation_failed', 'Some fields are not valid.', {
    errors: error.issues.map((issue) => ({
      path: [...(target === 'json' ? ['body'] : [target]), ...issue.path].join('.'),
      message: issue.message,
    })),
  });
}

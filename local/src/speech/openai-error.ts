// Errors in the shape the OpenAI API has, because clients read it.
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The `type` words of OpenAI's errors that this sandbox uses. */
export type OpenAiErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'not_found_error'
  | 'server_error';

/** An error that becomes an OpenAI-shaped answer. */
export class OpenAiError extends Error {
  override name = 'OpenAiError';
  readonly status: ContentfulStatusCode;
  readonly type: OpenAiErrorType;
  readonly code: string | null;
  readonly param: string | null;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    details: { code?: string; param?: string; type?: OpenAiErrorType } = {},
  ) {
    super(message);
    this.status = status;
    this.type = details.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
    this.code = details.code ?? null;
    this.param = details.param ?? null;
  }
}

/** Answers any error; one that was not expected is told to `onBug` and not to the client. */
export function answerError(error: Error, context: Context, onBug: (error: Error) => void) {
  const isExpected = error instanceof OpenAiError || error instanceof HTTPException;
  if (!isExpected) onBug(error);
  const known =
    error instanceof OpenAiError
      ? error
      : error instanceof HTTPException
        ? new OpenAiError(error.status as ContentfulStatusCode, error.message)
        : new OpenAiError(500, 'The sandbox failed.');
  const { message, type, param, code, status } = known;
  return context.json({ error: { message, type, param, code } }, status);
}

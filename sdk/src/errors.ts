// Every way a call of the sdk can fail, as one union told apart by `code`; nothing is thrown.

import type { components } from './api-types.generated.ts';

/** Codes of the problems the api answers with. */
export type ProblemCode = components['schemas']['ProblemCode'];

/** A request body or query field the api refused: where, and why. */
export type FieldError = NonNullable<components['schemas']['Problem']['errors']>[number];

interface ProblemFields<Code extends string> {
  code: Code;
  /** One English sentence for developers and logs; show users words of your own, by `code`. */
  message: string;
  /** HTTP status. */
  status: number;
  /** Quote it to support: the api logs carry it. */
  requestId: string | null;
}

/** Codes of problems that pass by themselves. */
export type PassingProblemCode =
  | 'rate_limited'
  | 'voice_unavailable'
  | 'payments_unavailable'
  | 'service_unavailable';

type PlainProblemCode = Exclude<ProblemCode, 'validation_failed' | PassingProblemCode>;

interface PassingFields<Code extends string> extends ProblemFields<Code> {
  /** How long to wait before trying again, in milliseconds; null when the api did not say. */
  retryAfterMs: number | null;
}

/** The api answered with a problem. */
export type ProblemError =
  | { [Code in PlainProblemCode]: ProblemFields<Code> }[PlainProblemCode]
  | { [Code in PassingProblemCode]: PassingFields<Code> }[PassingProblemCode]
  | (ProblemFields<'validation_failed'> & { errors: FieldError[] });

/** The api was not reached, or its answer was not one of its own. */
export type TransportError =
  | { code: 'network_error'; message: string; cause: unknown }
  | { code: 'timeout'; message: string; timeoutMs: number }
  | { code: 'aborted'; message: string }
  | { code: 'access_token_failed'; message: string; cause: unknown }
  | { code: 'unexpected_response'; message: string; status: number; requestId: string | null };

/** Any failure of a request, told apart by `code`. */
export type MindbotError = ProblemError | TransportError;

/** Outcome of a request: exactly one of `data` and `error` is set. */
export type MindbotResult<Data> = { data: Data; error: null } | { data: null; error: MindbotError };

/** Thrown only where a value must come out: by {@link unwrap} and by the `listAll` iterators. */
export class MindbotRequestError extends Error {
  override name = 'MindbotRequestError';
  /** The failure, to be told apart by its `code`. */
  readonly error: MindbotError;

  constructor(error: MindbotError) {
    super(`${error.code}: ${error.message}`);
    this.error = error;
  }
}

/**
 * The data of a result, for code that prefers exceptions.
 * @throws {MindbotRequestError} when the request failed.
 * @example
 * const balance = unwrap(await mindbot.balance.get());
 */
export function unwrap<Data>(result: MindbotResult<Data>): Data {
  if (result.error) throw new MindbotRequestError(result.error);
  return result.data;
}

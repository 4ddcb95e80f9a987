// Sends one request to the api: token, time limit, bounded retries, and an outcome as a value.
import type { MindbotError, MindbotResult } from './errors.ts';
import { readProblem } from './problem.ts';
import { retryDelayMs, wait } from './retry.ts';
import { startTimeLimit, untilAborted } from './time-limit.ts';

/** Options every method takes. */
export interface RequestOptions {
  /** Aborting gives the result `aborted`. */
  signal?: AbortSignal;
  /** Time limit of each try, in milliseconds; the client's without it. */
  timeoutMs?: number;
  /** W3C trace context of what the request is a part of, for a service that keeps traces. */
  traceparent?: string;
}

/** Options of methods that create something. */
export interface CreateOptions extends RequestOptions {
  /** One is made when absent, and kept over retries. */
  idempotencyKey?: string;
}

/** One HTTP call, as a resource describes it. */
interface RequestDescription {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  path: string;
  query?: object;
  body?: object;
  idempotencyKey?: string;
  /** Sent without an access token. */
  isPublic?: boolean;
}

/** What a transport is made of. */
export interface TransportSettings {
  baseUrl: string;
  getAccessToken: () => string | null | undefined | Promise<string | null | undefined>;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  maxRetries: number;
  /** How a pause before another try is spent; replaced in tests. */
  wait?: typeof wait;
}

/** Sends requests; every resource has one. */
export interface Transport {
  send<Data>(
    description: RequestDescription,
    options?: RequestOptions,
  ): Promise<MindbotResult<Data>>;
  /** Sends once and gives the answer as soon as it begins, for reading it as it comes. */
  open(description: RequestDescription, signal: AbortSignal): Promise<MindbotResult<Response>>;
  /** The access token now; null when nobody is signed in. */
  readToken(): Promise<MindbotResult<string | null>>;
}

const failed = (error: MindbotError): { data: null; error: MindbotError } => ({
  data: null,
  error,
});

const aborted = () => failed({ code: 'aborted', message: 'The caller aborted the request.' });

/** Makes a {@link Transport}. Every request it sends may be repeated without doing a thing twice. */
export function createTransport(settings: TransportSettings): Transport {
  async function attempt<Data>(
    description: RequestDescription,
    options: RequestOptions,
  ): Promise<MindbotResult<Data>> {
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const limit = startTimeLimit(timeoutMs, options.signal);
    try {
      const headers = await untilAborted(headersOf(description, settings), limit.signal);
      if (headers?.error) return headers;
      limit.signal.throwIfAborted();
      if (options.traceparent) headers?.data.set('traceparent', options.traceparent);
      const response = await settings.fetch(urlOf(settings.baseUrl, description), {
        method: description.method,
        headers: headers?.data,
        body: description.body && JSON.stringify(description.body),
        signal: limit.signal,
      });
      return response.ok ? await readSuccess<Data>(response) : failed(await readProblem(response));
    } catch (cause) {
      if (options.signal?.aborted) return aborted();
      if (limit.hasPassed) {
        const message = `The server did not answer within ${timeoutMs} ms.`;
        return failed({ code: 'timeout', message, timeoutMs });
      }
      const message = `${settings.baseUrl} could not be reached.`;
      return failed({ code: 'network_error', message, cause });
    } finally {
      limit.clear();
    }
  }

  return {
    async send<Data>(description: RequestDescription, options: RequestOptions = {}) {
      for (let count = 1; ; count += 1) {
        if (options.signal?.aborted) return aborted();
        const result = await attempt<Data>(description, options);
        if (!result.error || count > settings.maxRetries) return result;
        const delayMs = retryDelayMs(result.error, count, Math.random());
        if (delayMs === null) return result;
        await (settings.wait ?? wait)(delayMs, options.signal);
      }
    },
    async open(description, signal) {
      try {
        const headers = await headersOf(description, settings);
        if (headers.error) return headers;
        headers.data.set('accept', 'text/event-stream');
        const url = urlOf(settings.baseUrl, description);
        const { method } = description;
        const response = await settings.fetch(url, { method, headers: headers.data, signal });
        if (response.ok) return { data: response, error: null };
        return failed(await readProblem(response));
      } catch (cause) {
        if (signal.aborted) return aborted();
        const message = `${settings.baseUrl} could not be reached.`;
        return failed({ code: 'network_error', message, cause });
      }
    },
    readToken: () => readToken(settings),
  };
}

async function headersOf(
  description: RequestDescription,
  settings: TransportSettings,
): Promise<MindbotResult<Headers>> {
  const headers = new Headers({ accept: 'application/json' });
  if (description.body) headers.set('content-type', 'application/json');
  if (description.idempotencyKey) headers.set('idempotency-key', description.idempotencyKey);
  if (description.isPublic) return { data: headers, error: null };
  const token = await readToken(settings);
  if (token.error) return token;
  if (token.data === null) {
    const message = 'Nobody is signed in: getAccessToken gave no token.';
    return failed({ code: 'unauthenticated', message, status: 401, requestId: null });
  }
  headers.set('authorization', `Bearer ${token.data}`);
  return { data: headers, error: null };
}

async function readToken({
  getAccessToken,
}: TransportSettings): Promise<MindbotResult<string | null>> {
  try {
    return { data: (await getAccessToken()) || null, error: null };
  } catch (cause) {
    const message = 'getAccessToken failed, so the request was not sent.';
    return failed({ code: 'access_token_failed', message, cause });
  }
}

/** The data of a success; an answer without a body is null. A broken connection throws. */
async function readSuccess<Data>(response: Response): Promise<MindbotResult<Data>> {
  const text = await response.text();
  if (text === '') return { data: null as Data, error: null };
  try {
    return { data: JSON.parse(text) as Data, error: null };
  } catch {
    const message = `The server answered ${response.status} with something that is not JSON.`;
    const requestId = response.headers.get('x-request-id');
    return failed({ code: 'unexpected_response', message, status: response.status, requestId });
  }
}

function urlOf(baseUrl: string, { path, query }: RequestDescription): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) parameters.set(name, String(value));
  }
  const search = parameters.toString();
  return `${baseUrl}/api/v1${path}${search && `?${search}`}`;
}

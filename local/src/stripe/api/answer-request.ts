// Answers one call as Stripe's API does: key, version, idempotency, parameters, expanding.
import { createHash } from 'node:crypto';
import type { World } from '../world.ts';
import { randomWord } from '../world.ts';
import { expandAnswer } from './expand.ts';
import { type FormObject, parseForm } from './form.ts';
import { readParameters } from './parameters.ts';
import type { ApiRoute, PathIds } from './route.ts';
import { invalid, StripeApiError } from './stripe-error.ts';

/** The version the pinned SDK speaks; another is refused. */
export const apiVersion = '2026-10-28.endive';

/** A call as it came in. */
export type IncomingCall = {
  method: string;
  path: string;
  ids: PathIds;
  /** The query or the body, still encoded. */
  form: string;
  key: string | null;
  version: string | null;
  idempotencyKey: string | null;
};

/** What goes out. */
export type Answer = { status: number; body: unknown; headers: Record<string, string> };

const ANSWERS_KEPT_MS = 24 * 3_600_000;
const IDEMPOTENCY_KEY_MAX = 255;

const masked = (key: string) => `${key.slice(0, 8)}****${key.slice(-4)}`;

function checkKey(call: IncomingCall, secretKey: string): void {
  if (call.key === secretKey) return;
  const message =
    call.key === null
      ? 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
      : `Invalid API Key provided: ${masked(call.key)}`;
  throw new StripeApiError(401, 'invalid_request_error', message);
}

function takeExpand(form: FormObject): string[] {
  const { expand } = form;
  delete form.expand;
  if (expand === undefined) return [];
  return Object.values(expand).filter((path) => typeof path === 'string');
}

function perform(world: World, route: ApiRoute, call: IncomingCall): object {
  const form = parseForm(call.form);
  const paths = takeExpand(form);
  const parameters = readParameters(route.schema, form);
  const answer = route.handle(world, parameters as never, call.ids);
  return expandAnswer(world, answer, paths);
}

function refuse(error: unknown, requestId: string): { status: number; body: unknown } {
  if (!(error instanceof StripeApiError)) throw error;
  return { status: error.status, body: error.toBody(requestId) };
}

const fingerprintOf = (call: IncomingCall): string =>
  createHash('sha256').update(`${call.method} ${call.path} ${call.form}`).digest('hex');

/** What is not worth keeping under a key: nothing had begun when it was refused. */
const isBeforeTheStart = (error: unknown): boolean =>
  error instanceof StripeApiError &&
  /^parameter_(unknown|missing|invalid)/.test(error.details.code ?? '');

/** The first answer under this key, or null. @throws {StripeApiError} for another call's key. */
function findKept(world: World, call: IncomingCall): Answer | null {
  const { idempotencyKey } = call;
  if (idempotencyKey === null || call.method === 'get') return null;
  if (idempotencyKey.length > IDEMPOTENCY_KEY_MAX) {
    throw invalid('Idempotency keys must be at most 255 characters long.');
  }
  const kept = world.store.keptAnswers.get(idempotencyKey);
  if (kept === undefined || Date.now() - kept.keptAtMs > ANSWERS_KEPT_MS) return null;
  if (kept.fingerprint !== fingerprintOf(call)) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${idempotencyKey}' if you meant to execute a different request.`;
    throw new StripeApiError(400, 'idempotency_error', message);
  }
  const headers = { 'Idempotent-Replayed': 'true', 'Original-Request': kept.requestId };
  return { status: kept.status, body: kept.body, headers };
}

/** Answers a call. Throws only what is a bug of the sandbox. */
export function answerRequest(
  world: World,
  route: ApiRoute,
  call: IncomingCall,
  secretKey: string,
): Answer {
  const requestId = `req_${randomWord(14)}`;
  const headers: Record<string, string> = { 'Request-Id': requestId, 'Stripe-Version': apiVersion };
  if (call.idempotencyKey !== null) headers['Idempotency-Key'] = call.idempotencyKey;
  let isKept = false;
  let result: { status: number; body: unknown };
  try {
    checkKey(call, secretKey);
    if (call.version !== null && call.version !== apiVersion) {
      throw invalid(`Invalid Stripe API version: ${call.version}`);
    }
    const kept = findKept(world, call);
    if (kept !== null) return { ...kept, headers: { ...headers, ...kept.headers } };
    isKept = call.idempotencyKey !== null && call.method !== 'get';
    world.request = { id: requestId, idempotencyKey: call.idempotencyKey };
    result = { status: 200, body: perform(world, route, call) };
  } catch (error) {
    if (isBeforeTheStart(error)) isKept = false;
    result = refuse(error, requestId);
  } finally {
    world.request = null;
  }
  if (isKept && call.idempotencyKey !== null) {
    world.store.keptAnswers.put({
      id: call.idempotencyKey,
      fingerprint: fingerprintOf(call),
      ...structuredClone(result),
      requestId,
      keptAtMs: Date.now(),
    });
  }
  return { ...result, headers };
}

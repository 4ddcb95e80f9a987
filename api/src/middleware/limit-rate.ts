// Refuses who asks too often, and tells everybody how much they may still ask.
import type { MiddlewareHandler } from 'hono';
import { addressOf } from '../address.ts';
import { ProblemError } from '../problem.ts';
import type { LimitName, RateLimitState } from '../rate-limits.ts';
import type { ApiEnv, Services } from '../services.ts';

/** Counts the request under a limit: by address for `address`, else by the signed-in user. */
export function limitRate(services: Services, name: LimitName): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key =
      name === 'address'
        ? addressOf(c, services.environment.TRUSTED_PROXY_COUNT)
        : c.get('user').id;
    const state = await services.rateLimits.count(name, key);
    const resetSeconds = secondsUntilReset(state);
    const { requests, windowSeconds } = state.limit;
    c.header('ratelimit-policy', `"${name}";q=${requests};w=${windowSeconds}`);
    c.header('ratelimit', `"${name}";r=${state.remainingRequests};t=${resetSeconds}`);
    if (!state.isAllowed) throw tooManyRequests(services, name, state);
    await next();
  };
}

/** The refusal of a request beyond a limit, counted as such. */
export function tooManyRequests(
  services: Pick<Services, 'metrics'>,
  name: LimitName,
  state: RateLimitState,
): ProblemError {
  services.metrics.rateLimited.inc({ limit: name });
  const resetSeconds = secondsUntilReset(state);
  return new ProblemError('rate_limited', `Wait ${resetSeconds} s and ask again.`, {
    headers: { 'retry-after': String(resetSeconds) },
  });
}

function secondsUntilReset(state: RateLimitState): number {
  return Math.max(1, Math.ceil(state.resetMs / 1_000));
}

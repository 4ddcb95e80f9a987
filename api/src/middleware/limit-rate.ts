// Refuses who asks too often, and tells everybody how much they may still ask.
import type { MiddlewareHandler } from 'hono';
import { addressOf } from '../address.ts';
import { ProblemError } from '../problem.ts';
import type { LimitName } from '../rate-limits.ts';
import type { ApiEnv, Services } from '../services.ts';

/** Counts the request under a limit: by address for `address`, else by the signed-in user. */
export function limitRate(services: Services, name: LimitName): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key =
      name === 'address'
        ? addressOf(c, services.environment.TRUSTED_PROXY_COUNT)
        : c.get('user').id;
    const state = await services.rateLimits.count(name, key);
    const resetSeconds = Math.max(1, Math.ceil(state.resetMs / 1_000));
    const headers = {
      'ratelimit-policy': `"${name}";q=${state.limit.requests};w=${state.limit.windowSeconds}`,
      ratelimit: `"${name}";r=${state.remainingRequests};t=${resetSeconds}`,
    };
    if (!state.isAllowed) {
      services.metrics.rateLimited.inc({ limit: name });
      throw new ProblemError('rate_limited', `Wait ${resetSeconds} s and ask again.`, {
        headers: { ...headers, 'retry-after': String(resetSeconds) },
      });
    }
    for (const [header, value] of Object.entries(headers)) c.header(header, value);
    await next();
  };
}

// Lets in who carries a valid access token of a signed-in user, and nobody else.
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../problem.ts';
import type { ApiEnv, Services } from '../services.ts';

const challenge = { 'www-authenticate': 'Bearer' };

/** Verifies the bearer token and sets `c.var.user`. */
export function authenticate(services: Services): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const header = c.req.header('authorization') ?? '';
    const [, token] = /^Bearer ([^\s]+)$/i.exec(header) ?? [];
    if (!token) {
      throw new ProblemError('unauthenticated', 'The request carries no bearer token.', {
        headers: challenge,
      });
    }
    const user = await services.authenticator.verify(token);
    if (!user) {
      throw new ProblemError('unauthenticated', 'The token is not valid, or no longer.', {
        headers: challenge,
      });
    }
    c.set('user', user);
    await next();
  };
}

// Answers requests no route takes: a wrong method at a known address, or an unknown address.
import type { Context } from 'hono';
import type { ApiRoute } from './define-route.ts';
import { ProblemError, problemResponse } from './problem.ts';
import type { ApiEnv } from './services.ts';

/** The app's `notFound`. */
export function refuseUnknown(routes: readonly ApiRoute[]): (c: Context<ApiEnv>) => Response {
  const known = routes.map(({ config }) => ({
    method: config.method.toUpperCase(),
    pattern: new RegExp(`^${config.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return (c) => {
    const methods = known.filter(({ pattern }) => pattern.test(c.req.path));
    const problem =
      methods.length > 0
        ? new ProblemError('method_not_allowed', `${c.req.method} is not possible here.`, {
            headers: { allow: [...new Set(methods.map(({ method }) => method))].join(', ') },
          })
        : new ProblemError('not_found', 'There is nothing at this address.');
    return problemResponse(problem, c.get('requestId'));
  };
}

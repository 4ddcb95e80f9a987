// What every operation shares: who may call it, how often, and how its refusals are documented.
import {
  createRoute,
  type OpenAPIHono,
  type RouteConfig,
  type RouteHandler,
} from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { ZodType } from 'zod';
import { authenticate } from './middleware/authenticate.ts';
import { limitRate } from './middleware/limit-rate.ts';
import { PROBLEMS, type ProblemCode, problemSchema } from './problem.ts';
import type { LimitName } from './rate-limits.ts';
import type { ApiEnv, Services } from './services.ts';

/** One operation of the api: its documentation, and how to put it on an app. */
export interface ApiRoute {
  readonly config: RouteConfig;
  register(app: OpenAPIHono<ApiEnv>, services: Services): void;
}

/** Security of an operation that needs a signed-in user. */
const signedIn = [{ accessToken: [] }];

/** Problems any operation for signed-in users can answer. */
const problemsOfSignedIn: ProblemCode[] = ['unauthenticated', 'rate_limited'];
const problemsOfAll: ProblemCode[] = ['internal_error', 'service_unavailable'];

/** A JSON response in the documentation of an operation. */
export const json = <Schema extends ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Documents refusals by status. Typed as nothing: handlers throw them, they do not return them. */
function documentProblems(codes: ProblemCode[]): Record<never, never> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codesOfStatus]) => [
      status,
      {
        description: codesOfStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

interface Access {
  /** Problems of this operation, beyond those every operation can answer. */
  problems?: ProblemCode[];
  /** Its own limit, on top of the one all operations share. */
  limit?: LimitName;
}

/**
 * A body the framework must look at: it takes one that is not there for an empty object, unlooked at,
 * unless the body is required. Where an empty object is fine, so is none.
 */
function requireBody(config: RouteConfig): RouteConfig {
  const { request } = config;
  const content = request?.body?.content['application/json'];
  if (!request?.body || !content || !('schema' in content)) return config;
  if ((content.schema as ZodType).safeParse({}).success) return config;
  return { ...config, request: { ...request, body: { ...request.body, required: true } } };
}

function defineRoute<Config extends RouteConfig>(
  given: Config,
  middleware: (services: Services) => MiddlewareHandler<ApiEnv>[],
  handle: (services: Services) => RouteHandler<Config, ApiEnv>,
): ApiRoute {
  const config = requireBody(given);
  return {
    config,
    register(app, services) {
      const route = createRoute({ ...config, middleware: middleware(services) });
      app.openapi(route, handle(services) as never);
    },
  };
}

/** An operation for signed-in users: `c.var.user` is who asks. */
export function defineUserRoute<const Config extends RouteConfig>(
  config: Config & Access,
  handle: (services: Services) => RouteHandler<Config, ApiEnv>,
): ApiRoute {
  const { problems = [], limit, ...rest } = config;
  const documented = {
    ...rest,
    security: signedIn,
    responses: {
      ...config.responses,
      ...documentProblems([...problemsOfSignedIn, ...problems, ...problemsOfAll]),
    },
  } as unknown as Config;
  return defineRoute(
    documented,
    (services) => [
      authenticate(services),
      limitRate(services, 'user'),
      ...(limit ? [limitRate(services, limit)] : []),
    ],
    handle,
  );
}

/** An operation anyone may call. */
export function definePublicRoute<const Config extends RouteConfig>(
  config: Config & { problems?: ProblemCode[] },
  handle: (services: Services) => RouteHandler<Config, ApiEnv>,
): ApiRoute {
  const { problems = [], ...rest } = config;
  const documented = {
    ...rest,
    security: [],
    responses: { ...config.responses, ...documentProblems([...problems, ...problemsOfAll]) },
  } as unknown as Config;
  return defineRoute(documented, () => [], handle);
}

// The checks every operation must pass, whatever it does: who may call it, and with what.
import { createSecretKey, randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { ApiRoute } from '../define-route.ts';
import { problemSchema } from '../problem.ts';
import { routes } from '../routes/index.ts';
import { JWT_SECRET, signAccessToken } from './test-environment.ts';
import { startCall, type TestApi } from './use-api.ts';

const isForUsers = (route: ApiRoute) => (route.config.security ?? []).length > 0;
const hasBody = (route: ApiRoute) => route.config.request?.body !== undefined;
const hasId = (route: ApiRoute) => route.config.path.includes('{id}');
const pathOf = (route: ApiRoute, id: string = randomUUID()) =>
  route.config.path.replace('{id}', id);

/** A method that nothing at the address of this operation has. */
const otherMethodOf = ({ config }: ApiRoute) =>
  ['PATCH', 'DELETE', 'PUT'].find(
    (method) =>
      !routes.some(
        (route) =>
          route.config.path === config.path && route.config.method.toUpperCase() === method,
      ),
  ) ?? 'TRACE';

/** Tokens no operation may accept, by what is wrong with them. */
const badTokens: Record<string, () => Promise<string>> = {
  garbage: async () => 'garbage',
  'three parts of garbage': async () => 'a.b.c',
  expired: () => signAccessToken(randomUUID(), { exp: Math.floor(Date.now() / 1_000) - 60 }),
  'of another signature': () =>
    signAccessToken(randomUUID(), {}, 'some-other-secret-that-is-long-enough-to-sign'),
  'without signature': async () =>
    new UnsecuredJWT({ sub: randomUUID(), role: 'authenticated', aud: 'authenticated' })
      .setExpirationTime('1h')
      .encode(),
  'without expiry': () => signAccessToken(randomUUID(), { exp: undefined }),
  'for another audience': () => signAccessToken(randomUUID(), { aud: 'somebody-else' }),
  'of the anonymous role': () => signAccessToken(randomUUID(), { role: 'anon' }),
  'of the service role': () => signAccessToken(randomUUID(), { role: 'service_role' }),
  'of an agent': () =>
    signAccessToken(randomUUID(), { role: 'voice_worker', voice_session_id: randomUUID() }),
  'of nobody': () =>
    new SignJWT({ role: 'authenticated', aud: 'authenticated' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(createSecretKey(JWT_SECRET, 'utf8')),
  'with another algorithm': () =>
    new SignJWT({ sub: randomUUID(), role: 'authenticated', aud: 'authenticated' })
      .setProtectedHeader({ alg: 'HS512' })
      .setExpirationTime('1h')
      .sign(createSecretKey(`${JWT_SECRET}${JWT_SECRET}`, 'utf8')),
};

/** Runs the checks on one operation. */
export function runCommonRouteTests(api: TestApi, route: ApiRoute): void {
  const { operationId, method } = route.config;
  const key = () => ({ 'idempotency-key': randomUUID() });

  async function expectProblem(response: Response, status: number, code: string): Promise<void> {
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = problemSchema.parse(await response.json());
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.status).toBe(status);
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  }

  describe(`${operationId}`, () => {
    if (isForUsers(route)) {
      test('is for signed-in users alone', async () => {
        const response = await api.send(method, pathOf(route), { headers: key() });
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        await expectProblem(response, 401, 'unauthenticated');
      });

      test.each(Object.keys(badTokens))('refuses a token %s', async (name) => {
        const token = (await badTokens[name]?.()) ?? '';
        const response = await api.send(method, pathOf(route), { token, headers: key() });
        await expectProblem(response, 401, 'unauthenticated');
      });
    }

    if (hasId(route)) {
      test('knows nothing of an id that is not there', async () => {
        const user = await api.db.signUp();
        const response = await api.send(method, pathOf(route), { user, headers: key() });
        await expectProblem(response, 404, 'not_found');
      });

      test.each(['1', 'x', "'; drop table accounts; --", '%00'])(
        'refuses %s as an id',
        async (id) => {
          const user = await api.db.signUp();
          const path = pathOf(route, encodeURIComponent(id));
          await expectProblem(await api.send(method, path, { user }), 422, 'validation_failed');
        },
      );

      test("knows nothing of another user's call", async () => {
        const { id } = await startCall(api);
        const stranger = await api.db.signUp();
        const response = await api.send(method, pathOf(route, id), { user: stranger });
        await expectProblem(response, 404, 'not_found');
        const row = await api.db.row('select status from voice_sessions where id = $1', [id]);
        expect(row.status).toBe('active');
      });
    }

    if (hasBody(route)) {
      const sendBody = async (body: unknown, headers: Record<string, string> = {}) =>
        api.send(method, pathOf(route), {
          user: await api.db.signUp(),
          body,
          headers: { ...key(), ...headers },
        });

      test.each(['{', '{"assistant":', 'nothing', '\u0000'])('refuses %s as JSON', async (text) => {
        await expectProblem(await sendBody(text), 400, 'malformed_json');
      });

      test.each([[[]], [1], ['text'], [null], [{ assistant: 1 }], [{ unknown: true }]])(
        'refuses %j as a body',
        async (body) => {
          await expectProblem(await sendBody(JSON.stringify(body)), 422, 'validation_failed');
        },
      );

      test('takes no body for an empty one, and looks at it as at any other', async () => {
        const withNone = await sendBody(undefined);
        const withEmpty = await sendBody({});
        const codeOf = async (response: Response) => (await response.json()).code;
        expect(withNone.status).toBe(withEmpty.status);
        expect(await codeOf(withNone)).toBe(await codeOf(withEmpty));
      });

      test('refuses a megabyte', async () => {
        const body = JSON.stringify({ assistant: 'x'.repeat(1_048_576) });
        const headers = { 'content-length': String(body.length) };
        await expectProblem(await sendBody(body, headers), 413, 'body_too_large');
        await expectProblem(await sendBody(body), 413, 'body_too_large');
      });

      test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
        'refuses a body of type %s',
        async (type) => {
          const response = await sendBody('{}', { 'content-type': type });
          await expectProblem(response, 415, 'unsupported_media_type');
        },
      );
    }

    test('answers other methods with those it has', async () => {
      const response = await api.send(otherMethodOf(route), pathOf(route));
      expect(response.headers.get('allow')).toContain(method.toUpperCase());
      await expectProblem(response, 405, 'method_not_allowed');
    });
  });
}

// A short fuzz of every operation in each test run; `npm run fuzz` does it at length.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOpenApiDocument } from '../../api/src/openapi.ts';
import { problemSchema } from '../../api/src/problem.ts';
import { startCall, useApi } from '../../api/src/testing/use-api.ts';
import type { TestUser } from '../support/database.ts';
import { operationsOf } from './openapi-operations.ts';
import { requestsOf } from './request-arbitraries.ts';

const api = useApi();
const operations = operationsOf(createOpenApiDocument());
let user: TestUser;
let callIds: string[];
/** Set to the seed a failure prints, to see it again. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

beforeAll(async () => {
  user = await api.db.signUp();
  callIds = [(await startCall(api, { user })).id];
});
afterAll(() => console.info(`fuzzed with FUZZ_SEED=${seed}`));

// A stream does not end by itself: it has its own test below.
test.each(operations.filter(({ operationId }) => operationId !== 'streamEvents'))(
  '$operationId answers whatever comes, in documented words',
  async (operation) => {
    const ids = operation.path.includes('voice-sessions') ? callIds : [];
    await fc.assert(
      fc.asyncProperty(requestsOf(operation, ids), async ({ path, headers, body }) => {
        const response = await api.send(operation.method, path, { user, headers, body });
        const text = await response.text();
        expect(response.status).toBeLessThan(500);
        if (response.status < 400) return;
        const type = response.headers.get('content-type') ?? '';
        // The one page for people among the operations answers people.
        if (type.startsWith('text/html')) return;
        expect(type).toBe('application/problem+json');
        expect(problemSchema.parse(JSON.parse(text)).status).toBe(response.status);
      }),
      { numRuns: 15, seed },
    );
  },
);

test('a stream begins for every header a client may send, and ends when it is left', async () => {
  const visible = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
  const text = fc.string({ unit: visible, minLength: 1, maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(text, text, async (lastEventId, accept) => {
      const headers = { 'last-event-id': lastEventId, accept };
      const response = await api.send('GET', '/api/v1/events', { user, headers });
      const reader = response.body?.getReader();
      const first = new TextDecoder().decode((await reader?.read())?.value);
      await reader?.cancel();
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      expect(first).toBe('event: ready\ndata: {}\n\n');
    }),
    { numRuns: 10, seed },
  );
});

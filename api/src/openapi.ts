// Makes the OpenAPI document from the route table: what the sdk's types and /docs are built from.
import { OpenAPIHono } from '@hono/zod-openapi';
import { callEventSchema, timeEventSchema } from '@mindbot/platform/call-events';
import type { ApiRoute } from './define-route.ts';
import { routes } from './routes/index.ts';

const description = `Talk to voice agents on prepaid time.

Sign in with Supabase Auth and send the access token as \`Authorization: Bearer …\`. Every amount of
time is a whole number of milliseconds, every moment an ISO 8601 string in UTC. Refusals are
\`application/problem+json\`: branch on \`code\`.`;

/** The OpenAPI 3.1 document of these routes. */
export function createOpenApiDocument(table: readonly ApiRoute[] = routes) {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of a signed-in Supabase user.',
  });
  registry.register('TimeEvent', timeEventSchema);
  registry.register('CallEvent', callEventSchema);
  for (const route of table) registry.registerPath(route.config);
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'MindBot', version: '1', description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Calls', description: 'Start, follow and end calls.' },
      { name: 'Account', description: 'Who you are, and your time.' },
      { name: 'Assistants', description: 'Whom you can talk to.' },
      { name: 'Payments', description: 'What time costs, and buying it.' },
      { name: 'Subscriptions', description: 'Time each month, and what it costs beyond.' },
      { name: 'Service', description: 'What clients and operators need to know.' },
    ],
  });
}

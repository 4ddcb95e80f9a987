// Operation listPackages: what is on sale now, and for how much.
import { z } from '@hono/zod-openapi';
import { definePublicRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readPackages } from '../reads/read-packages.ts';
import { currency, packageListSchema } from '../schemas/package.ts';

/** `GET /api/v1/packages` */
export const listPackages = definePublicRoute(
  {
    method: 'get',
    path: '/api/v1/packages',
    operationId: 'listPackages',
    tags: ['Payments'],
    summary: 'List what is on sale',
    request: { query: z.object({ currency: currency.optional() }) },
    responses: { 200: json(packageListSchema, 'The packages, in the order to show them.') },
    problems: ['validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const items = await readPackages(database, {
        ...c.req.valid('query'),
        organizationId: DEFAULT_ORGANIZATION_ID,
      });
      c.header('cache-control', 'public, max-age=60');
      return c.json({ items }, 200);
    },
);

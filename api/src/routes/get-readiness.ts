// Operation getReadiness: whether calls can be started now, and what is down if not.
import { z } from '@hono/zod-openapi';
import { definePublicRoute, json } from '../define-route.ts';

const partStatus = z.enum(['up', 'down']);
const readinessSchema = z
  .object({
    status: z.enum(['ready', 'not_ready', 'stopping']).openapi({ example: 'ready' }),
    parts: z.object({ database: partStatus, livekit: partStatus }),
  })
  .openapi('Readiness');

/** `GET /health/ready` */
export const getReadiness = definePublicRoute(
  {
    method: 'get',
    path: '/health/ready',
    operationId: 'getReadiness',
    tags: ['Service'],
    summary: 'Whether calls can be started now',
    description: 'Really asks the database and LiveKit, at most once a second.',
    responses: {
      200: json(readinessSchema, 'Ready.'),
      503: json(readinessSchema, 'Not ready; `parts` says what is down.'),
    },
  },
  ({ health }) =>
    async (c) => {
      const readiness = await health.check();
      return c.json(readiness, readiness.status === 'ready' ? 200 : 503);
    },
);

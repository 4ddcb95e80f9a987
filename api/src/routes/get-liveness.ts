// Operation getLiveness: whether this process answers at all.
import { z } from '@hono/zod-openapi';
import { definePublicRoute, json } from '../define-route.ts';

const livenessSchema = z.object({ status: z.literal('live') }).openapi('Liveness');

/** `GET /health/live` */
export const getLiveness = definePublicRoute(
  {
    method: 'get',
    path: '/health/live',
    operationId: 'getLiveness',
    tags: ['Service'],
    summary: 'Whether the process answers',
    responses: { 200: json(livenessSchema, 'It does.') },
  },
  () => (c) => c.json({ status: 'live' as const }, 200),
);

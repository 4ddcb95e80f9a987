// Operation listVoiceSessions: the signed-in user's calls, newest first, searchable.
import { z } from '@hono/zod-openapi';
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readVoiceSessionPage } from '../reads/read-voice-session-page.ts';
import { pageQuery } from '../schemas/values.ts';
import { voiceSessionPageSchema } from '../schemas/voice-session.ts';

/** The last moment Postgres and JavaScript write alike. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** A moment as Postgres takes it: in UTC, and no earlier than there could be a call. */
function toUtc(text: string): string {
  return new Date(Math.min(Math.max(Date.parse(text), 0), LAST_MS)).toISOString();
}

const query = pageQuery.extend({
  query: z
    .string()
    .trim()
    .max(200)
    .optional()
    .openapi({ description: 'Words said in the call.', example: 'invoice' }),
  from: z.iso
    .datetime({ offset: true })
    .transform(toUtc)
    .optional()
    .openapi({ description: 'Made at or after.', example: '2026-11-01T00:00:00Z' }),
  to: z.iso
    .datetime({ offset: true })
    .transform(toUtc)
    .optional()
    .openapi({ description: 'Made before.', example: '2026-12-01T00:00:00Z' }),
});

/** `GET /api/v1/voice-sessions` */
export const listVoiceSessions = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/voice-sessions',
    operationId: 'listVoiceSessions',
    tags: ['Calls'],
    summary: 'List your calls',
    request: { query },
    responses: { 200: json(voiceSessionPageSchema, 'A page of calls, newest first.') },
    problems: ['validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const page = await readVoiceSessionPage(database, c.get('user'), {
        ...c.req.valid('query'),
        organizationId: DEFAULT_ORGANIZATION_ID,
      });
      return c.json(page, 200);
    },
);

// The assistants of an organization, as its members may know them.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { assistantSchema, assistantSummarySchema } from '../schemas/assistant.ts';

type Assistant = z.infer<typeof assistantSchema>;
type AssistantSummary = z.infer<typeof assistantSummarySchema>;

interface AssistantRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  voice: string;
  language: string;
  is_default: boolean;
}

// Read as the service: row level security shows whole rows, and members may not see instructions.
const text = `
  select id, slug, name, description, voice, language, is_default
  from public.assistants
  where organization_id = $1 and is_active and ($2::uuid is null or id = $2)
  order by is_default desc, position, name, id
  limit 200`;

/** Active assistants of the organization, the default one first; or the one with this id. */
export async function readAssistants(
  database: Database,
  organizationId: string,
  assistantId?: string,
): Promise<Assistant[]> {
  const rows = await database.query<AssistantRow>(text, [organizationId, assistantId ?? null]);
  return rows.map(({ is_default: isDefault, description, ...assistant }) => ({
    ...assistant,
    description: description || null,
    isDefault,
  }));
}

const summaryText = 'select id, slug, name from public.assistants where id = any($1)';

/** The assistants that calls name, by id, active or not. */
export async function readAssistantSummaries(
  database: Database,
  assistantIds: readonly string[],
): Promise<Map<string, AssistantSummary>> {
  if (assistantIds.length === 0) return new Map();
  const unique = [...new Set(assistantIds)];
  const rows = await database.query<AssistantSummary>(summaryText, [unique]);
  return new Map(rows.map((row) => [row.id, row]));
}

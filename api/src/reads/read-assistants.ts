// The assistants the signed-in user can talk to.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import type { assistantSchema } from '../schemas/assistant.ts';

type Assistant = z.infer<typeof assistantSchema>;

interface AssistantRow {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  voice: string;
  language: string;
  is_default: boolean;
}

const text = `
  select id, slug, name, description, voice, language, is_default
  from public.assistants
  where organization_id = $1 and is_active and ($2::uuid is null or id = $2)
  order by is_default desc, name, id
  limit 200`;

/** Active assistants of the organization, the default one first; or the one with this id. */
export async function readAssistants(
  database: Database,
  user: AuthenticatedUser,
  organizationId: string,
  assistantId?: string,
): Promise<Assistant[]> {
  const rows = await database.readAs<AssistantRow>(user, text, [
    organizationId,
    assistantId ?? null,
  ]);
  return rows.map(({ is_default: isDefault, ...assistant }) => ({ ...assistant, isDefault }));
}

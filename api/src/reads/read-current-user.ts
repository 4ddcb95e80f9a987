// Who the signed-in user is, and which account pays for their calls.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import type { currentUserSchema } from '../schemas/account.ts';

type CurrentUser = z.infer<typeof currentUserSchema>;

interface CurrentUserRow {
  id: string;
  email: string | null;
  display_name: string | null;
  organization_id: string;
  organization_slug: string;
  organization_name: string;
  role: CurrentUser['role'];
  account_id: string;
}

const text = `
  select profiles.id, profiles.email, profiles.display_name,
    organizations.id as organization_id, organizations.slug as organization_slug,
    organizations.name as organization_name, memberships.role, accounts.id as account_id
  from public.profiles
  join public.memberships on memberships.user_id = profiles.id
  join public.organizations on organizations.id = memberships.organization_id
  join public.accounts
    on accounts.organization_id = organizations.id and accounts.user_id = profiles.id
  where profiles.id = $1 and organizations.id = $2`;

/** The user with their organization and account; null when the token outlived its user. */
export async function readCurrentUser(
  database: Database,
  user: AuthenticatedUser,
  organizationId: string,
): Promise<CurrentUser | null> {
  const [row] = await database.readAs<CurrentUserRow>(user, text, [user.id, organizationId]);
  if (!row) return null;
  return {
    id: row.id,
    email: row.email ?? user.email ?? '',
    displayName: row.display_name,
    organization: {
      id: row.organization_id,
      slug: row.organization_slug,
      name: row.organization_name,
    },
    role: row.role,
    accountId: row.account_id,
  };
}

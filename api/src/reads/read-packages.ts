// What an organization sells now, in the order to show it.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { packageSchema } from '../schemas/package.ts';

interface PackageRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  time_ms: number;
  price_minor: number;
  currency: string;
  valid_for_days: number | null;
}

const PACKAGES_MAX = 100;

const text = `
  select packages.id, packages.slug, packages.name, packages.description, packages.time_ms,
    packages.price_minor, packages.currency, packages.valid_for_days
  from public.packages
  join public.organizations on organizations.id = packages.organization_id
  where packages.organization_id = $1
    and packages.currency = coalesce($2, organizations.currency)
    and packages.is_active
    and (packages.starts_at is null or packages.starts_at <= now())
    and (packages.ends_at is null or packages.ends_at > now())
  order by packages.position, packages.price_minor
  limit ${PACKAGES_MAX}`;

/** Packages on sale; without a currency, those in the organization's own. */
export async function readPackages(
  database: Pick<Database, 'query'>,
  query: { organizationId: string; currency?: string | undefined },
): Promise<z.infer<typeof packageSchema>[]> {
  const rows = await database.query<PackageRow>(text, [
    query.organizationId,
    query.currency ?? null,
  ]);
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    timeMs: row.time_ms,
    amountMinor: row.price_minor,
    currency: row.currency,
    validForDays: row.valid_for_days,
  }));
}

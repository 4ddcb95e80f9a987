// What an organization's people can subscribe to, in the order to show it.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { planSchema } from '../schemas/subscription.ts';

/** A plan's row, as far as the api asks. */
export interface PlanRow {
  id: string;
  slug: string;
  name: string;
  included_ms: number;
  price_minor: number;
  currency: string;
  rollover_limit_ms: number;
  overage_minor_per_minute: number | null;
  gateway_price_id: string | null;
}

const PLANS_MAX = 100;

const columns = `plans.id, plans.slug, plans.name, plans.included_ms, plans.price_minor,
  plans.currency, plans.rollover_limit_ms, plans.overage_minor_per_minute, plans.gateway_price_id`;

/** The plans on sale. */
export async function readPlans(
  database: Pick<Database, 'query'>,
  organizationId: string,
): Promise<PlanRow[]> {
  return database.query<PlanRow>(
    `select ${columns}
     from public.plans
     where plans.organization_id = $1 and plans.is_active
     order by plans.position, plans.price_minor, plans.currency
     limit ${PLANS_MAX}`,
    [organizationId],
  );
}

/** A plan by its id, on sale or not; null when there is none. */
export async function readPlan(
  database: Pick<Database, 'query'>,
  planId: string,
): Promise<PlanRow | null> {
  const [row] = await database.query<PlanRow>(
    `select ${columns} from public.plans where plans.id = $1`,
    [planId],
  );
  return row ?? null;
}

/** A plan as the api shows it. */
export const toPlan = (row: PlanRow): z.infer<typeof planSchema> => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  includedMs: row.included_ms,
  amountMinor: row.price_minor,
  currency: row.currency,
  period: 'month',
  rolloverLimitMs: row.rollover_limit_ms,
  overageMinorPerMinute: row.overage_minor_per_minute,
});

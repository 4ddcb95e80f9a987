// The words pricing tests are written in: a package, a rule, a promo code, a quote and its buyer.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Actor, DEFAULT_ORGANIZATION_ID } from '../../tests/support/database.ts';
import { MINUTE_MS } from './ledger-scenario.ts';

/** A quote as the database answers it. */
export type Quote = {
  id: string;
  package: { id: string; slug: string; amountMinor: number };
  quantity: number;
  timeMs: number;
  baseAmountMinor: number;
  amountMinor: number;
  currency: string;
  adjustments: { kind: string; text: string; amountMinor: number }[];
  promoCode: string | null;
  expiresAt: string;
};

type Values = Record<string, unknown>;

async function insert(db: Actor, table: string, values: Values): Promise<string> {
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  const { id } = await db.row<{ id: string }>(
    `insert into public.${table} (${columns.join(', ')}) values (${places.join(', ')}) returning id`,
    Object.values(values),
  );
  return id;
}

/** Puts half an hour for 1,000 minor units on sale, or whatever the values say. */
export const addPackage = (db: Actor, values: Values = {}) =>
  insert(db, 'packages', {
    organization_id: DEFAULT_ORGANIZATION_ID,
    slug: `p-${randomUUID()}`,
    name: 'A card',
    time_ms: 30 * MINUTE_MS,
    price_minor: 1_000,
    currency: 'EUR',
    ...values,
  });

/** Makes a promo code of a tenth off, or whatever the values say; answers it as printed. */
export async function addPromoCode(db: Actor, values: Values = {}): Promise<string> {
  const code = `CODE-${randomUUID().slice(0, 8).toUpperCase()}`;
  const offer = 'free_time_ms' in values ? {} : { percent_off: 10 };
  await insert(db, 'promo_codes', {
    organization_id: DEFAULT_ORGANIZATION_ID,
    code,
    ...offer,
    ...values,
  });
  return String(values.code ?? code);
}

/** Adds a pricing rule that applies to everybody who never bought anything, by a tenth less. */
export const addRule = (db: Actor, values: Values = {}) =>
  insert(db, 'pricing_rules', {
    organization_id: DEFAULT_ORGANIZATION_ID,
    kind: 'segment',
    segment: values.kind === 'demand' ? null : 'first_purchase',
    change_percent: -10,
    explanation: 'Your first card costs less.',
    ...values,
  });

/** Asks for a price; what is left out is as a buyer of one card would have it. */
export function askForQuote(
  db: Actor,
  userId: string | null,
  packageId: string | null,
  options: {
    currency?: string | null;
    quantity?: number | null;
    promoCode?: string | null;
    lifetimeMs?: number;
    organizationId?: string;
  } = {},
) {
  const { currency = null, quantity = 1, promoCode = null, lifetimeMs = 15 * MINUTE_MS } = options;
  return db.call('create_price_quote', {
    p_user_id: userId,
    p_organization_id: options.organizationId ?? DEFAULT_ORGANIZATION_ID,
    p_package: packageId,
    p_currency: currency,
    p_quantity: quantity,
    p_promo_code: promoCode,
    p_lifetime_ms: lifetimeMs,
  });
}

/** A quote that was given. */
export async function quoted(...request: Parameters<typeof askForQuote>): Promise<Quote> {
  const answer = await askForQuote(...request);
  expect(answer.outcome).toBe('quoted');
  return answer.quote as unknown as Quote;
}

/** Redeems a code of free time. */
export const redeem = (db: Actor, userId: string, code: string, key: string | null = null) =>
  db.call('redeem_promo_code', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_code: code,
    p_idempotency_key: key,
  });

/** How often a code is reserved or redeemed, and by what each use stands. */
export const usesOf = async (db: Actor, code: string) => {
  const { count, statuses } = await db.row<{ count: number; statuses: string[] }>(
    `select c.redemption_count as count,
       coalesce(array_agg(r.status order by r.created_at) filter (where r.id is not null), '{}')
         as statuses
     from promo_codes c left join promo_redemptions r on r.promo_code_id = c.id
     where c.code = $1 group by c.id`,
    [code],
  );
  return { count, statuses };
};

/** Makes another business and answers its id. */
export const addOrganization = (db: Actor) =>
  insert(db, 'organizations', { slug: `o-${randomUUID()}`, name: 'Another' });

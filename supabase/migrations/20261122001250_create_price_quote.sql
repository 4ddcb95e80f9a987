-- How a price comes about: the listed one, what rules and a promo code make of it, and the promise
-- to keep it.

-- Promise: takes a promo code's percentage off a price: {kind, text, amountMinor}. The discount
-- stops at the package's floor and at the least that can be charged; all of a price without a floor
-- makes a gift of it.
create function private.discount_of(
  p_promo_code public.promo_codes,
  p_amount_minor bigint,
  p_floor_minor bigint
)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'kind', 'promo',
    'text', format(
      case
        when d.wanted_minor > d.possible_minor then 'Promo code %s: %s%% off, to the lowest price'
        else 'Promo code %s: %s%% off'
      end,
      p_promo_code.code, p_promo_code.percent_off
    ),
    'amountMinor', -least(d.wanted_minor, d.possible_minor)
  )
  from (
    select
      round(p_amount_minor * p_promo_code.percent_off / 100.0)::bigint as wanted_minor,
      case
        when p_promo_code.percent_off = 100 and p_floor_minor = 0 then p_amount_minor
        else greatest(0, p_amount_minor - greatest(p_floor_minor, private.least_charge_minor()))
      end as possible_minor
  ) d;
$$;

create type public.create_price_quote_result as (outcome text, quote jsonb);
comment on column public.create_price_quote_result.outcome is
  'quoted | package_not_found | package_not_on_sale | invalid_quantity | promo_code_invalid'
  ' | promo_code_exhausted | account_not_found';

-- Promise: the quote as the api shows it.
create function private.describe_quote(
  p_quote public.price_quotes,
  p_package public.packages
)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_quote.id,
    'package', jsonb_build_object(
      'id', p_package.id, 'slug', p_package.slug, 'name', p_package.name,
      'description', p_package.description, 'timeMs', p_package.time_ms,
      'amountMinor', p_package.price_minor, 'currency', p_package.currency,
      'validForDays', p_package.valid_for_days
    ),
    'quantity', p_quote.quantity,
    'timeMs', p_quote.time_ms,
    'baseAmountMinor', p_quote.base_amount_minor,
    'amountMinor', p_quote.amount_minor,
    'currency', p_quote.currency,
    'adjustments', p_quote.adjustments,
    'promoCode', p_quote.promo_code,
    'expiresAt', p_quote.expires_at
  );
$$;

-- Promise: tells a buyer what a package costs now and stands by it for its lifetime. The price
-- comes from our table, the rules and the promo code alone. Whether the code has a redemption
-- left is certain only once a payment has reserved it.
-- Lock: the account's forgotten quotes. Outcomes: quoted; package_not_found (also another's);
-- package_not_on_sale; invalid_quantity (not 1 to 20, or more time than an account may be given);
-- promo_code_invalid (unknown, expired, foreign, not for this package, buyer or purchase);
-- promo_code_exhausted; account_not_found.
create function public.create_price_quote(
  p_user_id uuid,
  p_organization_id uuid,
  p_package text,
  p_currency text default null,
  p_quantity integer default 1,
  p_promo_code text default null,
  p_lifetime_ms bigint default 900000
)
returns public.create_price_quote_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_account public.accounts;
  v_package public.packages;
  v_promo_code public.promo_codes;
  v_quote public.price_quotes;
  v_outcome text;
begin
  perform private.assert(
    p_lifetime_ms between 1 and 86400000, 'a quote lives longer than 0 and up to a day'
  );
  select * into v_account
  from public.accounts
  where id = private.find_account(p_user_id, p_organization_id) and user_id is not null;
  v_package := private.find_package(p_organization_id, p_package, p_currency);
  if p_promo_code is not null then
    v_promo_code := private.find_promo_code(p_organization_id, p_promo_code);
  end if;
  v_outcome := case
    when v_account.id is null then 'account_not_found'
    when v_package.id is null then 'package_not_found'
    when not private.is_on_sale(v_package) then 'package_not_on_sale'
    when p_quantity is null or p_quantity not between 1 and 20
      or v_package.time_ms * p_quantity > 315360000000 then 'invalid_quantity'
    when p_promo_code is null then null
    when v_promo_code.percent_off is null
      or v_promo_code.package_id <> v_package.id
      or (v_promo_code.is_first_purchase_only
        and private.has_purchased(p_user_id, p_organization_id)) then 'promo_code_invalid'
    when not private.has_redemption_left(v_promo_code, p_user_id) then 'promo_code_exhausted'
  end;
  if v_outcome is not null then
    return row(v_outcome, null)::public.create_price_quote_result;
  end if;
  perform private.forget_old_quotes(v_account.id);
  v_quote := private.price_package(v_account, v_package, p_quantity, v_promo_code);
  v_quote.expires_at := clock_timestamp() + p_lifetime_ms * interval '1 millisecond';
  insert into public.price_quotes select v_quote.*;
  return row(
    'quoted', private.describe_quote(v_quote, v_package)
  )::public.create_price_quote_result;
end;
$$;

-- Promise: a new quote of a package's price, not yet stored: base, adjustments and amount.
-- Takes no lock.
create function private.price_package(
  p_account public.accounts,
  p_package public.packages,
  p_quantity integer,
  p_promo_code public.promo_codes
)
returns public.price_quotes
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quote public.price_quotes;
  v_floor_minor bigint := coalesce(p_package.floor_price_minor, 0) * p_quantity;
begin
  v_quote.id := gen_random_uuid();
  v_quote.organization_id := p_account.organization_id;
  v_quote.account_id := p_account.id;
  v_quote.user_id := p_account.user_id;
  v_quote.package_id := p_package.id;
  v_quote.quantity := p_quantity;
  v_quote.promo_code_id := p_promo_code.id;
  v_quote.promo_code := p_promo_code.code;
  v_quote.time_ms := p_package.time_ms * p_quantity;
  v_quote.valid_for_days := p_package.valid_for_days;
  v_quote.currency := p_package.currency;
  v_quote.base_amount_minor := p_package.price_minor * p_quantity;
  v_quote.created_at := clock_timestamp();
  v_quote.adjustments :=
    private.price_by_rules(p_account, p_package, v_quote.base_amount_minor, v_floor_minor);
  v_quote.amount_minor := private.adjusted_minor(v_quote);
  if p_promo_code.id is not null then
    v_quote.adjustments := v_quote.adjustments
      || private.discount_of(p_promo_code, v_quote.amount_minor, v_floor_minor);
    v_quote.amount_minor := private.adjusted_minor(v_quote);
  end if;
  return v_quote;
end;
$$;

-- Promise: the base of a quote with its adjustments: what the buyer can add up.
create function private.adjusted_minor(p_quote public.price_quotes)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select p_quote.base_amount_minor + coalesce(sum((a.value ->> 'amountMinor')::bigint), 0)
  from jsonb_array_elements(p_quote.adjustments) a;
$$;

-- Promise: removes what an account was quoted and did not buy, a day after its expiry, so that
-- asking for prices leaves nothing behind. Lock: those rows.
create function private.forget_old_quotes(p_account_id uuid)
returns void
language sql
set search_path = ''
as $$
  delete from public.price_quotes
  where id in (
    select q.id
    from public.price_quotes q
    where q.account_id = p_account_id and q.expires_at < now() - interval '1 day'
      and q.used_by_payment_id is null
      and not exists (select from public.payments p where p.quote_id = q.id)
    limit 100
    for update skip locked
  );
$$;

grant execute on function public.create_price_quote to service_role;

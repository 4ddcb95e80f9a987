-- Promo codes in bulk, for a campaign or a box of printed cards.

-- Promise: twelve characters nobody can guess or misread: 60 random bits in an alphabet without
-- 0, O, 1 and I.
create function private.random_code()
returns text
language sql
volatile
set search_path = ''
as $$
  select string_agg(
    substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', (get_byte(u.bytes, b.index) & 31) + 1, 1), ''
    order by b.index
  )
  from (select uuid_send(gen_random_uuid()) as bytes) u
  -- The bytes 6 and 8 of a random uuid say what kind of uuid it is.
  cross join unnest(array[0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]) b (index);
$$;

create type public.generate_promo_codes_result as (
  outcome text, batch text, count integer, codes text[]
);
comment on column public.generate_promo_codes_result.outcome is
  'generated | replayed | conflict | organization_not_found | package_not_found | invalid_count'
  ' | invalid_offer';

-- Promise: makes up to 10,000 promo codes with the same terms, once per batch, such as
-- SPRING-7KMP-Q2R9-XT4B. Each may be redeemed once, unless p_redemptions_max says otherwise.
-- Lock: the batch. Outcomes: generated; replayed (the codes the batch has); conflict (the batch
-- exists with another count or offer); organization_not_found; package_not_found; invalid_count
-- (not 1 to 10,000); invalid_offer (no batch, a prefix of other than up to 10 letters and digits,
-- not exactly one of percentage and free time, or terms out of bounds).
create function public.generate_promo_codes(
  p_organization_id uuid,
  p_batch text,
  p_count integer,
  p_percent_off integer default null,
  p_free_time_ms bigint default null,
  p_valid_for_days integer default null,
  p_package_id uuid default null,
  p_redemptions_max integer default 1,
  p_redemptions_per_user_max integer default 1,
  p_is_first_purchase_only boolean default false,
  p_starts_at timestamptz default null,
  p_ends_at timestamptz default null,
  p_prefix text default null
)
returns public.generate_promo_codes_result
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_terms public.promo_codes;
  v_outcome text;
begin
  v_outcome := case
    when not exists (select from public.organizations o where o.id = p_organization_id)
      then 'organization_not_found'
    when p_package_id is not null and not exists (
      select from public.packages p
      where p.id = p_package_id and p.organization_id = p_organization_id
    ) then 'package_not_found'
    when p_count is null or p_count not between 1 and 10000 then 'invalid_count'
    when p_batch is null or coalesce(p_prefix, '') !~ '^[A-Za-z0-9]{0,10}$' then 'invalid_offer'
  end;
  if v_outcome is not null then
    return row(v_outcome, p_batch, 0, null)::public.generate_promo_codes_result;
  end if;
  v_terms.organization_id := p_organization_id;
  v_terms.batch := p_batch;
  v_terms.valid_for_days := p_valid_for_days;
  v_terms.package_id := p_package_id;
  v_terms.redemptions_max := p_redemptions_max;
  v_terms.redemptions_per_user_max := p_redemptions_per_user_max;
  v_terms.is_first_purchase_only := p_is_first_purchase_only;
  v_terms.starts_at := p_starts_at;
  v_terms.ends_at := p_ends_at;
  v_terms.free_time_ms := p_free_time_ms;
  begin
    v_terms.percent_off := p_percent_off;
    return private.make_batch(v_terms, p_count, upper(p_prefix));
  exception
    -- The table itself knows which terms make sense.
    when check_violation or not_null_violation or numeric_value_out_of_range then
      return row('invalid_offer', p_batch, 0, null)::public.generate_promo_codes_result;
  end;
end;
$$;

-- Promise: the codes of a batch: those it has, or new ones.
-- Lock: the batch, until the end of the transaction.
create function private.make_batch(p_terms public.promo_codes, p_count integer, p_prefix text)
returns public.generate_promo_codes_result
language plpgsql
set search_path = ''
as $$
declare
  v_codes text[];
  v_differs boolean;
  v_missing integer := p_count;
begin
  perform pg_advisory_xact_lock(
    hashtextextended('promo_batch:' || p_terms.organization_id || ':' || p_terms.batch, 0)
  );
  select array_agg(c.code order by c.code), bool_or(
    (c.percent_off, c.free_time_ms, c.package_id)
      is distinct from (p_terms.percent_off, p_terms.free_time_ms, p_terms.package_id)
  )
  into v_codes, v_differs
  from public.promo_codes c
  where c.organization_id = p_terms.organization_id and c.batch = p_terms.batch;
  if v_codes is not null then
    return row(
      case when v_differs or cardinality(v_codes) <> p_count then 'conflict' else 'replayed' end,
      p_terms.batch, cardinality(v_codes),
      case when not v_differs and cardinality(v_codes) = p_count then v_codes end
    )::public.generate_promo_codes_result;
  end if;
  -- A code that exists already is not made again; another one takes its place.
  while v_missing > 0 loop
    insert into public.promo_codes (
      organization_id, code, batch, percent_off, free_time_ms, valid_for_days, package_id,
      redemptions_max, redemptions_per_user_max, is_first_purchase_only, starts_at, ends_at
    )
    select p_terms.organization_id,
      concat_ws('-', nullif(p_prefix, ''), substr(r.code, 1, 4), substr(r.code, 5, 4),
        substr(r.code, 9)),
      p_terms.batch, p_terms.percent_off, p_terms.free_time_ms, p_terms.valid_for_days,
      p_terms.package_id, p_terms.redemptions_max, p_terms.redemptions_per_user_max,
      p_terms.is_first_purchase_only, p_terms.starts_at, p_terms.ends_at
    from (
      select private.random_code() as code, n from generate_series(1, v_missing) n offset 0
    ) r
    on conflict (organization_id, code_key) do nothing;
    select p_count - count(*), array_agg(c.code order by c.code) into v_missing, v_codes
    from public.promo_codes c
    where c.organization_id = p_terms.organization_id and c.batch = p_terms.batch;
  end loop;
  return row(
    'generated', p_terms.batch, p_count, v_codes
  )::public.generate_promo_codes_result;
end;
$$;

grant execute on function public.generate_promo_codes to service_role;

-- Settles two lints of Supabase for the tables made so far (tests/security/database.test.ts holds
-- later ones to them): every foreign key has an index, so that deleting what it points at does not
-- read whole tables, and a table has one policy to read by, not two that are tried for each row.

create index voice_sessions_assistant_id_idx on public.voice_sessions (assistant_id);
create index payments_quote_id_idx on public.payments (quote_id);
create index customers_user_id_idx on public.customers (user_id);
create index promo_redemptions_organization_id_idx on public.promo_redemptions (organization_id);
create index pricing_rules_package_id_idx on public.pricing_rules (package_id);
create index promo_codes_package_id_idx on public.promo_codes (package_id);
create index price_quotes_organization_id_idx on public.price_quotes (organization_id);
create index price_quotes_package_id_idx on public.price_quotes (package_id);
create index notices_organization_id_idx on public.notices (organization_id);
create index notice_preferences_organization_id_idx on public.notice_preferences (organization_id);
create index referral_codes_user_id_idx on public.referral_codes (user_id);
create index auto_top_ups_package_id_idx on public.auto_top_ups (package_id);
create index subscriptions_plan_id_idx on public.subscriptions (plan_id);
create index subscriptions_pending_plan_id_idx on public.subscriptions (pending_plan_id);
create index subscription_periods_plan_id_idx on public.subscription_periods (plan_id);

drop policy "users read their own accounts" on public.accounts;
drop policy "admins read their organization's accounts" on public.accounts;
create policy "users read their own accounts, admins their organization's" on public.accounts
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read the leads they left" on public.leads;
drop policy "admins read their organization's leads" on public.leads;
create policy "users read their own leads, admins their organization's" on public.leads
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own memberships" on public.memberships;
drop policy "admins read their organization's memberships" on public.memberships;
create policy "users read their own memberships, admins their organization's" on public.memberships
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own payments" on public.payments;
drop policy "admins read their organization's payments" on public.payments;
create policy "users read their own payments, admins their organization's" on public.payments
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own quotes" on public.price_quotes;
drop policy "admins read their organization's quotes" on public.price_quotes;
create policy "users read their own quotes, admins their organization's" on public.price_quotes
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own redemptions" on public.promo_redemptions;
drop policy "admins read their organization's redemptions" on public.promo_redemptions;
create policy "users read their own redemptions, admins their organization's" on public.promo_redemptions
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read referrals they are part of" on public.referrals;
drop policy "admins read their organization's referrals" on public.referrals;
create policy "users read their own referrals, admins their organization's" on public.referrals
  for select to authenticated
  using (
    (select auth.uid()) in (referrer_user_id, referred_user_id)
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own subscriptions" on public.subscriptions;
drop policy "admins read their organization's subscriptions" on public.subscriptions;
create policy "users read their own subscriptions, admins their organization's" on public.subscriptions
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read the tickets they opened" on public.tickets;
drop policy "admins read their organization's tickets" on public.tickets;
create policy "users read their own tickets, admins their organization's" on public.tickets
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own calls" on public.voice_sessions;
drop policy "admins read their organization's calls" on public.voice_sessions;
create policy "users read their own calls, admins their organization's" on public.voice_sessions
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or organization_id in (select private.administered_organization_ids())
  );

drop policy "users read their own profile" on public.profiles;
drop policy "admins read their members' profiles" on public.profiles;
create policy "users read their own profile, admins their members'" on public.profiles
  for select to authenticated
  using (
    id = (select auth.uid())
    or id in (
      select m.user_id
      from public.memberships m
      where m.organization_id in (select private.administered_organization_ids())
    )
  );

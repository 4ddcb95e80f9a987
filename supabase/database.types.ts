// Generated from supabase/migrations by npm run generate -w @mindbot/supabase; never edit it.

/** Any JSON value. */
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

/** The database as supabase-js wants it described. */
export type Database = {
  public: {
    Tables: {
      accounts: {
        Row: {
          id: string;
          organization_id: string;
          user_id: string | null;
          posted_ms: number;
          held_ms: number;
          used_ms: number;
          next_expiry_at: string | null;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          user_id?: string | null;
          posted_ms?: number;
          held_ms?: number;
          used_ms?: number;
          next_expiry_at?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          user_id?: string | null;
          posted_ms?: number;
          held_ms?: number;
          used_ms?: number;
          next_expiry_at?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'accounts_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
      assistants: {
        Row: {
          id: string;
          organization_id: string;
          slug: string;
          name: string;
          description: string;
          instructions: string;
          greeting: string;
          voice: string;
          language: string;
          tools: string[];
          is_active: boolean;
          is_default: boolean;
          position: number;
          max_call_ms: number;
          idle_timeout_ms: number;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          slug: string;
          name: string;
          description?: string;
          instructions: string;
          greeting: string;
          voice: string;
          language?: string;
          tools?: string[];
          is_active?: boolean;
          is_default?: boolean;
          position?: number;
          max_call_ms?: number;
          idle_timeout_ms?: number;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          slug?: string;
          name?: string;
          description?: string;
          instructions?: string;
          greeting?: string;
          voice?: string;
          language?: string;
          tools?: string[];
          is_active?: boolean;
          is_default?: boolean;
          position?: number;
          max_call_ms?: number;
          idle_timeout_ms?: number;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'assistants_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
      audit_entries: {
        Row: {
          id: number;
          organization_id: string;
          actor: string;
          action: string;
          target: string;
          reason: string;
          data: Json;
          created_at: string;
        };
        Insert: {
          organization_id: string;
          actor: string;
          action: string;
          target: string;
          reason: string;
          data?: Json;
          created_at?: string;
        };
        Update: {
          organization_id?: string;
          actor?: string;
          action?: string;
          target?: string;
          reason?: string;
          data?: Json;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'audit_entries_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
      auto_top_ups: {
        Row: {
          account_id: string;
          is_enabled: boolean;
          threshold_ms: number;
          package_id: string | null;
          monthly_max_count: number;
          attempt_count: number;
          consecutive_failures: number;
          last_failed_at: string | null;
          disabled_reason: string | null;
          updated_at: string;
        };
        Insert: {
          account_id: string;
          is_enabled: boolean;
          threshold_ms: number;
          package_id?: string | null;
          monthly_max_count: number;
          attempt_count?: number;
          consecutive_failures?: number;
          last_failed_at?: string | null;
          disabled_reason?: string | null;
          updated_at?: string;
        };
        Update: {
          account_id?: string;
          is_enabled?: boolean;
          threshold_ms?: number;
          package_id?: string | null;
          monthly_max_count?: number;
          attempt_count?: number;
          consecutive_failures?: number;
          last_failed_at?: string | null;
          disabled_reason?: string | null;
          updated_at?: string;
        };
        Relationships: [{ foreignKeyName: 'auto_top_ups_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'auto_top_ups_package_id_fkey'; columns: ['package_id']; isOneToOne: false; referencedRelation: 'packages'; referencedColumns: ['id'] }];
      };
      customers: {
        Row: {
          id: string;
          organization_id: string;
          user_id: string;
          gateway: string;
          gateway_customer_id: string;
          payment_method_id: string | null;
          card_brand: string | null;
          card_last4: string | null;
          card_exp_month: number | null;
          card_exp_year: number | null;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          user_id: string;
          gateway: string;
          gateway_customer_id: string;
          payment_method_id?: string | null;
          card_brand?: string | null;
          card_last4?: string | null;
          card_exp_month?: number | null;
          card_exp_year?: number | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          user_id?: string;
          gateway?: string;
          gateway_customer_id?: string;
          payment_method_id?: string | null;
          card_brand?: string | null;
          card_last4?: string | null;
          card_exp_month?: number | null;
          card_exp_year?: number | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'customers_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'customers_user_id_fkey'; columns: ['user_id']; isOneToOne: false; referencedRelation: 'profiles'; referencedColumns: ['id'] }];
      };
      disputes: {
        Row: {
          gateway: string;
          id: string;
          payment_id: string;
          status: string;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          gateway: string;
          id: string;
          payment_id: string;
          status: string;
          created_at?: string;
          updated_at?: string;
        };
        Update: {
          gateway?: string;
          id?: string;
          payment_id?: string;
          status?: string;
          created_at?: string;
          updated_at?: string;
        };
        Relationships: [{ foreignKeyName: 'disputes_payment_id_fkey'; columns: ['payment_id']; isOneToOne: false; referencedRelation: 'payments'; referencedColumns: ['id'] }];
      };
      gateway_events: {
        Row: {
          gateway: string;
          event_id: string;
          type: string;
          object_id: string | null;
          payload: Json;
          created_at: string;
          received_at: string;
          processed_at: string | null;
          outcome: string | null;
          attempts: number;
          last_error: string | null;
        };
        Insert: {
          gateway: string;
          event_id: string;
          type: string;
          object_id?: string | null;
          payload: Json;
          created_at: string;
          received_at?: string;
          processed_at?: string | null;
          outcome?: string | null;
          attempts?: number;
          last_error?: string | null;
        };
        Update: {
          gateway?: string;
          event_id?: string;
          type?: string;
          object_id?: string | null;
          payload?: Json;
          created_at?: string;
          received_at?: string;
          processed_at?: string | null;
          outcome?: string | null;
          attempts?: number;
          last_error?: string | null;
        };
        Relationships: [];
      };
      holds: {
        Row: {
          id: string;
          account_id: string;
          voice_session_id: string;
          held_ms: number;
          used_ms: number;
          reported_used_ms: number;
          sequence: number;
          status: string;
          expires_at: string;
          reported_at: string | null;
          created_at: string;
        };
        Insert: {
          id: string;
          account_id: string;
          voice_session_id: string;
          held_ms: number;
          used_ms?: number;
          reported_used_ms?: number;
          sequence?: number;
          status?: string;
          expires_at: string;
          reported_at?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          account_id?: string;
          voice_session_id?: string;
          held_ms?: number;
          used_ms?: number;
          reported_used_ms?: number;
          sequence?: number;
          status?: string;
          expires_at?: string;
          reported_at?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'holds_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'holds_voice_session_id_fkey'; columns: ['voice_session_id']; isOneToOne: false; referencedRelation: 'voice_sessions'; referencedColumns: ['id'] }];
      };
      leads: {
        Row: {
          id: string;
          organization_id: string;
          voice_session_id: string;
          user_id: string | null;
          name: string;
          email: string | null;
          phone: string | null;
          interest: string;
          tool_call_id: string;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          voice_session_id: string;
          user_id?: string | null;
          name: string;
          email?: string | null;
          phone?: string | null;
          interest?: string;
          tool_call_id: string;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          voice_session_id?: string;
          user_id?: string | null;
          name?: string;
          email?: string | null;
          phone?: string | null;
          interest?: string;
          tool_call_id?: string;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'leads_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'leads_voice_session_id_fkey'; columns: ['voice_session_id']; isOneToOne: false; referencedRelation: 'voice_sessions'; referencedColumns: ['id'] }];
      };
      ledger_entries: {
        Row: {
          id: number;
          account_id: string;
          time_grant_id: string;
          hold_id: string | null;
          voice_session_id: string | null;
          amount_ms: number;
          reason: string;
          idempotency_key: string | null;
          reverses_entry_id: number | null;
          balance_after_ms: number;
          note: string | null;
          created_at: string;
        };
        Insert: {
          account_id: string;
          time_grant_id: string;
          hold_id?: string | null;
          voice_session_id?: string | null;
          amount_ms: number;
          reason: string;
          idempotency_key?: string | null;
          reverses_entry_id?: number | null;
          balance_after_ms: number;
          note?: string | null;
          created_at: string;
        };
        Update: {
          account_id?: string;
          time_grant_id?: string;
          hold_id?: string | null;
          voice_session_id?: string | null;
          amount_ms?: number;
          reason?: string;
          idempotency_key?: string | null;
          reverses_entry_id?: number | null;
          balance_after_ms?: number;
          note?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'ledger_entries_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'ledger_entries_hold_id_fkey'; columns: ['hold_id']; isOneToOne: false; referencedRelation: 'holds'; referencedColumns: ['id'] }, { foreignKeyName: 'ledger_entries_reverses_entry_id_fkey'; columns: ['reverses_entry_id']; isOneToOne: false; referencedRelation: 'ledger_entries'; referencedColumns: ['id'] }, { foreignKeyName: 'ledger_entries_time_grant_id_fkey'; columns: ['time_grant_id']; isOneToOne: false; referencedRelation: 'time_grants'; referencedColumns: ['id'] }, { foreignKeyName: 'ledger_entries_voice_session_id_fkey'; columns: ['voice_session_id']; isOneToOne: false; referencedRelation: 'voice_sessions'; referencedColumns: ['id'] }];
      };
      livekit_events: {
        Row: {
          id: string;
          type: string;
          room_name: string | null;
          created_at: string;
          received_at: string;
        };
        Insert: {
          id: string;
          type: string;
          room_name?: string | null;
          created_at: string;
          received_at?: string;
        };
        Update: {
          id?: string;
          type?: string;
          room_name?: string | null;
          created_at?: string;
          received_at?: string;
        };
        Relationships: [];
      };
      memberships: {
        Row: {
          organization_id: string;
          user_id: string;
          role: string;
          created_at: string;
        };
        Insert: {
          organization_id: string;
          user_id: string;
          role: string;
          created_at?: string;
        };
        Update: {
          organization_id?: string;
          user_id?: string;
          role?: string;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'memberships_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'memberships_user_id_fkey'; columns: ['user_id']; isOneToOne: false; referencedRelation: 'profiles'; referencedColumns: ['id'] }];
      };
      notice_preferences: {
        Row: {
          organization_id: string;
          user_id: string;
          unmailed_topics: string[];
          updated_at: string;
        };
        Insert: {
          organization_id: string;
          user_id: string;
          unmailed_topics?: string[];
          updated_at?: string;
        };
        Update: {
          organization_id?: string;
          user_id?: string;
          unmailed_topics?: string[];
          updated_at?: string;
        };
        Relationships: [{ foreignKeyName: 'notice_preferences_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'notice_preferences_user_id_fkey'; columns: ['user_id']; isOneToOne: false; referencedRelation: 'profiles'; referencedColumns: ['id'] }];
      };
      notices: {
        Row: {
          id: string;
          organization_id: string;
          user_id: string;
          kind: string;
          data: Json;
          dedupe_key: string;
          created_at: string;
          read_at: string | null;
          emailed_at: string | null;
        };
        Insert: {
          id?: string;
          organization_id: string;
          user_id: string;
          kind: string;
          data?: Json;
          dedupe_key: string;
          created_at?: string;
          read_at?: string | null;
          emailed_at?: string | null;
        };
        Update: {
          id?: string;
          organization_id?: string;
          user_id?: string;
          kind?: string;
          data?: Json;
          dedupe_key?: string;
          created_at?: string;
          read_at?: string | null;
          emailed_at?: string | null;
        };
        Relationships: [{ foreignKeyName: 'notices_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'notices_user_id_fkey'; columns: ['user_id']; isOneToOne: false; referencedRelation: 'profiles'; referencedColumns: ['id'] }];
      };
      organizations: {
        Row: {
          id: string;
          slug: string;
          name: string;
          trial_ms: number;
          currency: string;
          created_at: string;
          dynamic_pricing: boolean;
          price_change_max_percent: number;
          referral_reward_ms: number;
          low_time_ms: number;
        };
        Insert: {
          id?: string;
          slug: string;
          name: string;
          trial_ms?: number;
          currency?: string;
          created_at?: string;
          dynamic_pricing?: boolean;
          price_change_max_percent?: number;
          referral_reward_ms?: number;
          low_time_ms?: number;
        };
        Update: {
          id?: string;
          slug?: string;
          name?: string;
          trial_ms?: number;
          currency?: string;
          created_at?: string;
          dynamic_pricing?: boolean;
          price_change_max_percent?: number;
          referral_reward_ms?: number;
          low_time_ms?: number;
        };
        Relationships: [];
      };
      packages: {
        Row: {
          id: string;
          organization_id: string;
          slug: string;
          name: string;
          description: string;
          time_ms: number;
          price_minor: number;
          currency: string;
          floor_price_minor: number | null;
          valid_for_days: number | null;
          starts_at: string | null;
          ends_at: string | null;
          is_active: boolean;
          position: number;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          slug: string;
          name: string;
          description?: string;
          time_ms: number;
          price_minor: number;
          currency: string;
          floor_price_minor?: number | null;
          valid_for_days?: number | null;
          starts_at?: string | null;
          ends_at?: string | null;
          is_active?: boolean;
          position?: number;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          slug?: string;
          name?: string;
          description?: string;
          time_ms?: number;
          price_minor?: number;
          currency?: string;
          floor_price_minor?: number | null;
          valid_for_days?: number | null;
          starts_at?: string | null;
          ends_at?: string | null;
          is_active?: boolean;
          position?: number;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'packages_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
      payments: {
        Row: {
          id: string;
          organization_id: string;
          account_id: string;
          user_id: string | null;
          kind: string;
          package_id: string | null;
          quote_id: string | null;
          promo_code: string | null;
          quantity: number;
          time_ms: number;
          amount_minor: number;
          currency: string;
          valid_for_days: number | null;
          gateway: string;
          mode: string;
          gateway_checkout_id: string | null;
          gateway_payment_id: string | null;
          gateway_invoice_id: string | null;
          status: string;
          review_reason: string | null;
          reviewed_at: string | null;
          failure_code: string | null;
          failure_message: string | null;
          receipt_url: string | null;
          card_brand: string | null;
          card_last4: string | null;
          card_fingerprint: string | null;
          is_test: boolean;
          time_grant_id: string | null;
          refunded_minor: number;
          dispute_status: string;
          idempotency_key: string;
          observed_at: string | null;
          expires_at: string;
          paid_at: string | null;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          account_id: string;
          user_id?: string | null;
          kind: string;
          package_id?: string | null;
          quote_id?: string | null;
          promo_code?: string | null;
          quantity?: number;
          time_ms: number;
          amount_minor: number;
          currency: string;
          valid_for_days?: number | null;
          gateway: string;
          mode: string;
          gateway_checkout_id?: string | null;
          gateway_payment_id?: string | null;
          gateway_invoice_id?: string | null;
          status?: string;
          review_reason?: string | null;
          reviewed_at?: string | null;
          failure_code?: string | null;
          failure_message?: string | null;
          receipt_url?: string | null;
          card_brand?: string | null;
          card_last4?: string | null;
          card_fingerprint?: string | null;
          is_test?: boolean;
          time_grant_id?: string | null;
          refunded_minor?: number;
          dispute_status?: string;
          idempotency_key: string;
          observed_at?: string | null;
          expires_at: string;
          paid_at?: string | null;
          created_at?: string;
          updated_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          account_id?: string;
          user_id?: string | null;
          kind?: string;
          package_id?: string | null;
          quote_id?: string | null;
          promo_code?: string | null;
          quantity?: number;
          time_ms?: number;
          amount_minor?: number;
          currency?: string;
          valid_for_days?: number | null;
          gateway?: string;
          mode?: string;
          gateway_checkout_id?: string | null;
          gateway_payment_id?: string | null;
          gateway_invoice_id?: string | null;
          status?: string;
          review_reason?: string | null;
          reviewed_at?: string | null;
          failure_code?: string | null;
          failure_message?: string | null;
          receipt_url?: string | null;
          card_brand?: string | null;
          card_last4?: string | null;
          card_fingerprint?: string | null;
          is_test?: boolean;
          time_grant_id?: string | null;
          refunded_minor?: number;
          dispute_status?: string;
          idempotency_key?: string;
          observed_at?: string | null;
          expires_at?: string;
          paid_at?: string | null;
          created_at?: string;
          updated_at?: string;
        };
        Relationships: [{ foreignKeyName: 'payments_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'payments_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'payments_package_id_fkey'; columns: ['package_id']; isOneToOne: false; referencedRelation: 'packages'; referencedColumns: ['id'] }, { foreignKeyName: 'payments_quote_id_fkey'; columns: ['quote_id']; isOneToOne: false; referencedRelation: 'price_quotes'; referencedColumns: ['id'] }, { foreignKeyName: 'payments_time_grant_id_fkey'; columns: ['time_grant_id']; isOneToOne: false; referencedRelation: 'time_grants'; referencedColumns: ['id'] }];
      };
      plans: {
        Row: {
          id: string;
          organization_id: string;
          slug: string;
          name: string;
          included_ms: number;
          price_minor: number;
          currency: string;
          rollover_limit_ms: number;
          overage_minor_per_minute: number | null;
          gateway_price_id: string | null;
          is_active: boolean;
          position: number;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          slug: string;
          name: string;
          included_ms: number;
          price_minor: number;
          currency: string;
          rollover_limit_ms?: number;
          overage_minor_per_minute?: number | null;
          gateway_price_id?: string | null;
          is_active?: boolean;
          position?: number;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          slug?: string;
          name?: string;
          included_ms?: number;
          price_minor?: number;
          currency?: string;
          rollover_limit_ms?: number;
          overage_minor_per_minute?: number | null;
          gateway_price_id?: string | null;
          is_active?: boolean;
          position?: number;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'plans_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
      price_quotes: {
        Row: {
          id: string;
          organization_id: string;
          account_id: string;
          user_id: string;
          package_id: string;
          quantity: number;
          promo_code_id: string | null;
          promo_code: string | null;
          time_ms: number;
          valid_for_days: number | null;
          base_amount_minor: number;
          amount_minor: number;
          currency: string;
          adjustments: Json;
          expires_at: string;
          used_by_payment_id: string | null;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          account_id: string;
          user_id: string;
          package_id: string;
          quantity: number;
          promo_code_id?: string | null;
          promo_code?: string | null;
          time_ms: number;
          valid_for_days?: number | null;
          base_amount_minor: number;
          amount_minor: number;
          currency: string;
          adjustments?: Json;
          expires_at: string;
          used_by_payment_id?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          account_id?: string;
          user_id?: string;
          package_id?: string;
          quantity?: number;
          promo_code_id?: string | null;
          promo_code?: string | null;
          time_ms?: number;
          valid_for_days?: number | null;
          base_amount_minor?: number;
          amount_minor?: number;
          currency?: string;
          adjustments?: Json;
          expires_at?: string;
          used_by_payment_id?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'price_quotes_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'price_quotes_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'price_quotes_package_id_fkey'; columns: ['package_id']; isOneToOne: false; referencedRelation: 'packages'; referencedColumns: ['id'] }, { foreignKeyName: 'price_quotes_promo_code_id_fkey'; columns: ['promo_code_id']; isOneToOne: false; referencedRelation: 'promo_codes'; referencedColumns: ['id'] }, { foreignKeyName: 'price_quotes_used_by_payment_id_fkey'; columns: ['used_by_payment_id']; isOneToOne: false; referencedRelation: 'payments'; referencedColumns: ['id'] }];
      };
      pricing_rules: {
        Row: {
          id: string;
          organization_id: string;
          package_id: string | null;
          kind: string;
          segment: string | null;
          active_calls_min: number | null;
          active_calls_max: number | null;
          change_percent: number;
          explanation: string;
          position: number;
          is_active: boolean;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          package_id?: string | null;
          kind: string;
          segment?: string | null;
          active_calls_min?: number | null;
          active_calls_max?: number | null;
          change_percent: number;
          explanation: string;
          position?: number;
          is_active?: boolean;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          package_id?: string | null;
          kind?: string;
          segment?: string | null;
          active_calls_min?: number | null;
          active_calls_max?: number | null;
          change_percent?: number;
          explanation?: string;
          position?: number;
          is_active?: boolean;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'pricing_rules_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'pricing_rules_package_id_fkey'; columns: ['package_id']; isOneToOne: false; referencedRelation: 'packages'; referencedColumns: ['id'] }];
      };
      profiles: {
        Row: {
          id: string;
          email: string | null;
          display_name: string | null;
          created_at: string;
        };
        Insert: {
          id: string;
          email?: string | null;
          display_name?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          email?: string | null;
          display_name?: string | null;
          created_at?: string;
        };
        Relationships: [];
      };
      promo_codes: {
        Row: {
          id: string;
          organization_id: string;
          code: string;
          code_key: string;
          percent_off: number | null;
          free_time_ms: number | null;
          valid_for_days: number | null;
          package_id: string | null;
          redemptions_max: number | null;
          redemptions_per_user_max: number;
          redemption_count: number;
          is_first_purchase_only: boolean;
          starts_at: string | null;
          ends_at: string | null;
          is_active: boolean;
          batch: string | null;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          code: string;
          percent_off?: number | null;
          free_time_ms?: number | null;
          valid_for_days?: number | null;
          package_id?: string | null;
          redemptions_max?: number | null;
          redemptions_per_user_max?: number;
          redemption_count?: number;
          is_first_purchase_only?: boolean;
          starts_at?: string | null;
          ends_at?: string | null;
          is_active?: boolean;
          batch?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          code?: string;
          percent_off?: number | null;
          free_time_ms?: number | null;
          valid_for_days?: number | null;
          package_id?: string | null;
          redemptions_max?: number | null;
          redemptions_per_user_max?: number;
          redemption_count?: number;
          is_first_purchase_only?: boolean;
          starts_at?: string | null;
          ends_at?: string | null;
          is_active?: boolean;
          batch?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'promo_codes_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'promo_codes_package_id_fkey'; columns: ['package_id']; isOneToOne: false; referencedRelation: 'packages'; referencedColumns: ['id'] }];
      };
      promo_redemptions: {
        Row: {
          id: string;
          promo_code_id: string;
          organization_id: string;
          account_id: string;
          user_id: string;
          payment_id: string | null;
          time_grant_id: string | null;
          idempotency_key: string | null;
          status: string;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          id?: string;
          promo_code_id: string;
          organization_id: string;
          account_id: string;
          user_id: string;
          payment_id?: string | null;
          time_grant_id?: string | null;
          idempotency_key?: string | null;
          status: string;
          created_at?: string;
          updated_at?: string;
        };
        Update: {
          id?: string;
          promo_code_id?: string;
          organization_id?: string;
          account_id?: string;
          user_id?: string;
          payment_id?: string | null;
          time_grant_id?: string | null;
          idempotency_key?: string | null;
          status?: string;
          created_at?: string;
          updated_at?: string;
        };
        Relationships: [{ foreignKeyName: 'promo_redemptions_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'promo_redemptions_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'promo_redemptions_payment_id_fkey'; columns: ['payment_id']; isOneToOne: false; referencedRelation: 'payments'; referencedColumns: ['id'] }, { foreignKeyName: 'promo_redemptions_promo_code_id_fkey'; columns: ['promo_code_id']; isOneToOne: false; referencedRelation: 'promo_codes'; referencedColumns: ['id'] }, { foreignKeyName: 'promo_redemptions_time_grant_id_fkey'; columns: ['time_grant_id']; isOneToOne: false; referencedRelation: 'time_grants'; referencedColumns: ['id'] }];
      };
      referral_codes: {
        Row: {
          organization_id: string;
          user_id: string;
          code: string;
          created_at: string;
        };
        Insert: {
          organization_id: string;
          user_id: string;
          code: string;
          created_at?: string;
        };
        Update: {
          organization_id?: string;
          user_id?: string;
          code?: string;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'referral_codes_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'referral_codes_user_id_fkey'; columns: ['user_id']; isOneToOne: false; referencedRelation: 'profiles'; referencedColumns: ['id'] }];
      };
      referrals: {
        Row: {
          id: string;
          organization_id: string;
          referrer_user_id: string;
          referred_user_id: string;
          status: string;
          refusal_reason: string | null;
          payment_id: string | null;
          reward_ms: number | null;
          referrer_time_grant_id: string | null;
          referred_time_grant_id: string | null;
          created_at: string;
          settled_at: string | null;
        };
        Insert: {
          id?: string;
          organization_id: string;
          referrer_user_id: string;
          referred_user_id: string;
          status?: string;
          refusal_reason?: string | null;
          payment_id?: string | null;
          reward_ms?: number | null;
          referrer_time_grant_id?: string | null;
          referred_time_grant_id?: string | null;
          created_at?: string;
          settled_at?: string | null;
        };
        Update: {
          id?: string;
          organization_id?: string;
          referrer_user_id?: string;
          referred_user_id?: string;
          status?: string;
          refusal_reason?: string | null;
          payment_id?: string | null;
          reward_ms?: number | null;
          referrer_time_grant_id?: string | null;
          referred_time_grant_id?: string | null;
          created_at?: string;
          settled_at?: string | null;
        };
        Relationships: [{ foreignKeyName: 'referrals_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'referrals_payment_id_fkey'; columns: ['payment_id']; isOneToOne: false; referencedRelation: 'payments'; referencedColumns: ['id'] }, { foreignKeyName: 'referrals_referred_time_grant_id_fkey'; columns: ['referred_time_grant_id']; isOneToOne: false; referencedRelation: 'time_grants'; referencedColumns: ['id'] }, { foreignKeyName: 'referrals_referrer_time_grant_id_fkey'; columns: ['referrer_time_grant_id']; isOneToOne: false; referencedRelation: 'time_grants'; referencedColumns: ['id'] }];
      };
      refunds: {
        Row: {
          gateway: string;
          id: string;
          payment_id: string;
          amount_minor: number;
          status: string;
          created_at: string;
          updated_at: string;
        };
        Insert: {
          gateway: string;
          id: string;
          payment_id: string;
          amount_minor: number;
          status: string;
          created_at?: string;
          updated_at?: string;
        };
        Update: {
          gateway?: string;
          id?: string;
          payment_id?: string;
          amount_minor?: number;
          status?: string;
          created_at?: string;
          updated_at?: string;
        };
        Relationships: [{ foreignKeyName: 'refunds_payment_id_fkey'; columns: ['payment_id']; isOneToOne: false; referencedRelation: 'payments'; referencedColumns: ['id'] }];
      };
      subscription_invoices: {
        Row: {
          gateway: string;
          id: string;
          subscription_id: string;
          period_id: string | null;
          kind: string;
          amount_minor: number;
          currency: string;
          payment_id: string | null;
          time_grant_id: string | null;
          granted_ms: number;
          taken_back_ms: number;
          review_reason: string | null;
          applied_at: string;
        };
        Insert: {
          gateway?: string;
          id: string;
          subscription_id: string;
          period_id?: string | null;
          kind: string;
          amount_minor: number;
          currency: string;
          payment_id?: string | null;
          time_grant_id?: string | null;
          granted_ms?: number;
          taken_back_ms?: number;
          review_reason?: string | null;
          applied_at: string;
        };
        Update: {
          gateway?: string;
          id?: string;
          subscription_id?: string;
          period_id?: string | null;
          kind?: string;
          amount_minor?: number;
          currency?: string;
          payment_id?: string | null;
          time_grant_id?: string | null;
          granted_ms?: number;
          taken_back_ms?: number;
          review_reason?: string | null;
          applied_at?: string;
        };
        Relationships: [{ foreignKeyName: 'subscription_invoices_payment_id_fkey'; columns: ['payment_id']; isOneToOne: false; referencedRelation: 'payments'; referencedColumns: ['id'] }, { foreignKeyName: 'subscription_invoices_period_id_fkey'; columns: ['period_id']; isOneToOne: false; referencedRelation: 'subscription_periods'; referencedColumns: ['id'] }, { foreignKeyName: 'subscription_invoices_subscription_id_fkey'; columns: ['subscription_id']; isOneToOne: false; referencedRelation: 'subscriptions'; referencedColumns: ['id'] }, { foreignKeyName: 'subscription_invoices_time_grant_id_fkey'; columns: ['time_grant_id']; isOneToOne: false; referencedRelation: 'time_grants'; referencedColumns: ['id'] }];
      };
      subscription_periods: {
        Row: {
          id: string;
          subscription_id: string;
          plan_id: string;
          starts_at: string;
          ends_at: string;
          overage_status: string;
          overage_minor_per_minute: number | null;
          overage_grant_ids: string[];
          overage_used_ms: number;
          overage_amount_minor: number;
          overage_cap_minor: number;
          overage_invoice_id: string | null;
          created_at: string;
        };
        Insert: {
          id?: string;
          subscription_id: string;
          plan_id: string;
          starts_at: string;
          ends_at: string;
          overage_status?: string;
          overage_minor_per_minute?: number | null;
          overage_grant_ids?: string[];
          overage_used_ms?: number;
          overage_amount_minor?: number;
          overage_cap_minor?: number;
          overage_invoice_id?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          subscription_id?: string;
          plan_id?: string;
          starts_at?: string;
          ends_at?: string;
          overage_status?: string;
          overage_minor_per_minute?: number | null;
          overage_grant_ids?: string[];
          overage_used_ms?: number;
          overage_amount_minor?: number;
          overage_cap_minor?: number;
          overage_invoice_id?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'subscription_periods_plan_id_fkey'; columns: ['plan_id']; isOneToOne: false; referencedRelation: 'plans'; referencedColumns: ['id'] }, { foreignKeyName: 'subscription_periods_subscription_id_fkey'; columns: ['subscription_id']; isOneToOne: false; referencedRelation: 'subscriptions'; referencedColumns: ['id'] }];
      };
      subscriptions: {
        Row: {
          id: string;
          organization_id: string;
          account_id: string;
          user_id: string;
          plan_id: string;
          pending_plan_id: string | null;
          status: string;
          gateway: string;
          gateway_checkout_id: string | null;
          gateway_subscription_id: string | null;
          gateway_customer_id: string | null;
          current_period_start_at: string | null;
          current_period_end_at: string | null;
          cancel_at_period_end: boolean;
          overage_cap_minor: number;
          idempotency_key: string;
          request_hash: string;
          checkout_expires_at: string;
          observed_at: string | null;
          canceled_at: string | null;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          account_id: string;
          user_id: string;
          plan_id: string;
          pending_plan_id?: string | null;
          status?: string;
          gateway?: string;
          gateway_checkout_id?: string | null;
          gateway_subscription_id?: string | null;
          gateway_customer_id?: string | null;
          current_period_start_at?: string | null;
          current_period_end_at?: string | null;
          cancel_at_period_end?: boolean;
          overage_cap_minor?: number;
          idempotency_key: string;
          request_hash: string;
          checkout_expires_at: string;
          observed_at?: string | null;
          canceled_at?: string | null;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          account_id?: string;
          user_id?: string;
          plan_id?: string;
          pending_plan_id?: string | null;
          status?: string;
          gateway?: string;
          gateway_checkout_id?: string | null;
          gateway_subscription_id?: string | null;
          gateway_customer_id?: string | null;
          current_period_start_at?: string | null;
          current_period_end_at?: string | null;
          cancel_at_period_end?: boolean;
          overage_cap_minor?: number;
          idempotency_key?: string;
          request_hash?: string;
          checkout_expires_at?: string;
          observed_at?: string | null;
          canceled_at?: string | null;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'subscriptions_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'subscriptions_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'subscriptions_pending_plan_id_fkey'; columns: ['pending_plan_id']; isOneToOne: false; referencedRelation: 'plans'; referencedColumns: ['id'] }, { foreignKeyName: 'subscriptions_plan_id_fkey'; columns: ['plan_id']; isOneToOne: false; referencedRelation: 'plans'; referencedColumns: ['id'] }];
      };
      ticket_counters: {
        Row: {
          organization_id: string;
          last_number: number;
        };
        Insert: {
          organization_id: string;
          last_number: number;
        };
        Update: {
          organization_id?: string;
          last_number?: number;
        };
        Relationships: [{ foreignKeyName: 'ticket_counters_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
      tickets: {
        Row: {
          id: string;
          organization_id: string;
          voice_session_id: string;
          user_id: string | null;
          number: number;
          subject: string;
          description: string;
          status: string;
          tool_call_id: string;
          created_at: string;
        };
        Insert: {
          id?: string;
          organization_id: string;
          voice_session_id: string;
          user_id?: string | null;
          number: number;
          subject: string;
          description: string;
          status?: string;
          tool_call_id: string;
          created_at?: string;
        };
        Update: {
          id?: string;
          organization_id?: string;
          voice_session_id?: string;
          user_id?: string | null;
          number?: number;
          subject?: string;
          description?: string;
          status?: string;
          tool_call_id?: string;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'tickets_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }, { foreignKeyName: 'tickets_voice_session_id_fkey'; columns: ['voice_session_id']; isOneToOne: false; referencedRelation: 'voice_sessions'; referencedColumns: ['id'] }];
      };
      time_grants: {
        Row: {
          id: string;
          account_id: string;
          source: string;
          granted_ms: number;
          remaining_ms: number;
          priority: number;
          expires_at: string | null;
          revoke_ms: number;
          refunded_ms: number;
          is_frozen: boolean;
          frozen_at: string | null;
          frozen_ms: number;
          idempotency_key: string;
          created_at: string;
        };
        Insert: {
          id?: string;
          account_id: string;
          source: string;
          granted_ms: number;
          remaining_ms: number;
          priority: number;
          expires_at?: string | null;
          revoke_ms?: number;
          refunded_ms?: number;
          is_frozen?: boolean;
          frozen_at?: string | null;
          frozen_ms?: number;
          idempotency_key: string;
          created_at?: string;
        };
        Update: {
          id?: string;
          account_id?: string;
          source?: string;
          granted_ms?: number;
          remaining_ms?: number;
          priority?: number;
          expires_at?: string | null;
          revoke_ms?: number;
          refunded_ms?: number;
          is_frozen?: boolean;
          frozen_at?: string | null;
          frozen_ms?: number;
          idempotency_key?: string;
          created_at?: string;
        };
        Relationships: [{ foreignKeyName: 'time_grants_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }];
      };
      transcript_items: {
        Row: {
          id: string;
          voice_session_id: string;
          item_id: string;
          position: number;
          speaker: string;
          text: string;
          was_interrupted: boolean;
          spoken_at: string;
        };
        Insert: {
          id?: string;
          voice_session_id: string;
          item_id: string;
          position: number;
          speaker: string;
          text: string;
          was_interrupted?: boolean;
          spoken_at: string;
        };
        Update: {
          id?: string;
          voice_session_id?: string;
          item_id?: string;
          position?: number;
          speaker?: string;
          text?: string;
          was_interrupted?: boolean;
          spoken_at?: string;
        };
        Relationships: [{ foreignKeyName: 'transcript_items_voice_session_id_fkey'; columns: ['voice_session_id']; isOneToOne: false; referencedRelation: 'voice_sessions'; referencedColumns: ['id'] }];
      };
      voice_session_events: {
        Row: {
          id: number;
          voice_session_id: string;
          at: string;
          epoch: number;
          source: string;
          kind: string;
          sequence: number | null;
          detail: Json;
        };
        Insert: {
          id?: number;
          voice_session_id: string;
          at?: string;
          epoch: number;
          source: string;
          kind: string;
          sequence?: number | null;
          detail?: Json;
        };
        Update: {
          id?: number;
          voice_session_id?: string;
          at?: string;
          epoch?: number;
          source?: string;
          kind?: string;
          sequence?: number | null;
          detail?: Json;
        };
        Relationships: [{ foreignKeyName: 'voice_session_events_voice_session_id_fkey'; columns: ['voice_session_id']; isOneToOne: false; referencedRelation: 'voice_sessions'; referencedColumns: ['id'] }];
      };
      voice_sessions: {
        Row: {
          id: string;
          organization_id: string;
          account_id: string;
          user_id: string | null;
          assistant_id: string;
          room_name: string;
          status: string;
          epoch: number;
          started_epoch: number | null;
          activated_epoch: number | null;
          activated_by: string | null;
          excused_dispatches: number;
          fenced_used_ms: number;
          dispatch_id: string | null;
          dispatched_at: string;
          request_id: string | null;
          traceparent: string | null;
          idempotency_key: string;
          requested_assistant: string | null;
          end_requested_reason: string | null;
          ended_reason: string | null;
          created_at: string;
          started_at: string | null;
          latest_end_at: string | null;
          ended_at: string | null;
          charged_ms: number;
          unbilled_ms: number;
          usage: Json;
          summary: string | null;
          transcript_deleted_at: string | null;
          handed_over_epoch: number | null;
        };
        Insert: {
          id?: string;
          organization_id: string;
          account_id: string;
          user_id?: string | null;
          assistant_id: string;
          room_name: string;
          status?: string;
          epoch?: number;
          started_epoch?: number | null;
          activated_epoch?: number | null;
          activated_by?: string | null;
          excused_dispatches?: number;
          fenced_used_ms?: number;
          dispatch_id?: string | null;
          dispatched_at?: string;
          request_id?: string | null;
          traceparent?: string | null;
          idempotency_key: string;
          requested_assistant?: string | null;
          end_requested_reason?: string | null;
          ended_reason?: string | null;
          created_at?: string;
          started_at?: string | null;
          latest_end_at?: string | null;
          ended_at?: string | null;
          charged_ms?: number;
          unbilled_ms?: number;
          usage?: Json;
          summary?: string | null;
          transcript_deleted_at?: string | null;
          handed_over_epoch?: number | null;
        };
        Update: {
          id?: string;
          organization_id?: string;
          account_id?: string;
          user_id?: string | null;
          assistant_id?: string;
          room_name?: string;
          status?: string;
          epoch?: number;
          started_epoch?: number | null;
          activated_epoch?: number | null;
          activated_by?: string | null;
          excused_dispatches?: number;
          fenced_used_ms?: number;
          dispatch_id?: string | null;
          dispatched_at?: string;
          request_id?: string | null;
          traceparent?: string | null;
          idempotency_key?: string;
          requested_assistant?: string | null;
          end_requested_reason?: string | null;
          ended_reason?: string | null;
          created_at?: string;
          started_at?: string | null;
          latest_end_at?: string | null;
          ended_at?: string | null;
          charged_ms?: number;
          unbilled_ms?: number;
          usage?: Json;
          summary?: string | null;
          transcript_deleted_at?: string | null;
          handed_over_epoch?: number | null;
        };
        Relationships: [{ foreignKeyName: 'voice_sessions_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'voice_sessions_assistant_id_fkey'; columns: ['assistant_id']; isOneToOne: false; referencedRelation: 'assistants'; referencedColumns: ['id'] }, { foreignKeyName: 'voice_sessions_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
    };
    Views: Record<never, never>;
    Functions: {
      abandon_subscription: {
        Args: {
          p_subscription_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['abandon_subscription_result'];
      };
      accept_referral: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_code: string | null;
        };
        Returns: Database['public']['CompositeTypes']['accept_referral_result'];
      };
      account_balance: {
        Args: {
          p_account_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['account_balance_result'];
      };
      admin_grant_time: {
        Args: {
          p_account_id: string | null;
          p_amount_ms: number | null;
          p_reason: string | null;
          p_idempotency_key: string | null;
          p_actor?: string | null;
          p_expires_at?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['admin_grant_time_result'];
      };
      admin_resolve_payment_review: {
        Args: {
          p_payment_id: string | null;
          p_is_granted: boolean | null;
          p_reason: string | null;
          p_actor?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['admin_resolve_payment_review_result'];
      };
      admin_reverse_entry: {
        Args: {
          p_entry_id: number | null;
          p_reason: string | null;
          p_idempotency_key: string | null;
          p_actor?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['admin_reverse_entry_result'];
      };
      apply_invoice_snapshot: {
        Args: {
          p_subscription_id: string | null;
          p_observed_at: string | null;
          p_snapshot: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['apply_invoice_snapshot_result'];
      };
      apply_payment_snapshot: {
        Args: {
          p_payment_id: string | null;
          p_observed_at: string | null;
          p_snapshot: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['apply_payment_snapshot_result'];
      };
      apply_subscription_snapshot: {
        Args: {
          p_subscription_id: string | null;
          p_observed_at: string | null;
          p_snapshot: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['apply_subscription_snapshot_result'];
      };
      beat_task_worker: {
        Args: {
          p_worker_id: string | null;
          p_dead_after_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['beat_task_worker_result'];
      };
      begin_auto_top_ups: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['begin_auto_top_ups_result'][];
      };
      capture_hold: {
        Args: {
          p_voice_session_id: string | null;
          p_epoch: number | null;
          p_used_ms: number | null;
          p_ended_reason: string | null;
          p_unbilled_ms?: number | null;
          p_limit_to_elapsed?: boolean | null;
        };
        Returns: Database['public']['CompositeTypes']['capture_hold_result'];
      };
      check_ledger: {
        Args: Record<never, never>;
        Returns: Database['public']['CompositeTypes']['check_ledger_result'][];
      };
      close_overages: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['close_overages_result'];
      };
      count_requests: {
        Args: {
          p_limit_names: string[] | null;
          p_keys: string[] | null;
          p_counts: number[] | null;
          p_windows_ms: number[] | null;
        };
        Returns: Database['public']['CompositeTypes']['count_requests_result'][];
      };
      create_payment: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_quote_id: string | null;
          p_kind: string | null;
          p_gateway: string | null;
          p_mode: string | null;
          p_idempotency_key: string | null;
          p_request_hash: string | null;
          p_lifetime_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['create_payment_result'];
      };
      create_price_quote: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_package: string | null;
          p_currency?: string | null;
          p_quantity?: number | null;
          p_promo_code?: string | null;
          p_lifetime_ms?: number | null;
        };
        Returns: Database['public']['CompositeTypes']['create_price_quote_result'];
      };
      create_subscription: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_plan: string | null;
          p_overage_cap_minor: number | null;
          p_idempotency_key: string | null;
          p_request_hash: string | null;
          p_lifetime_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['create_subscription_result'];
      };
      create_voice_session: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_assistant_slug_or_id: string | null;
          p_idempotency_key: string | null;
          p_lease_ms: number | null;
          p_join_window_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['create_voice_session_result'];
      };
      database_now: {
        Args: Record<never, never>;
        Returns: string;
      };
      delete_transcript: {
        Args: {
          p_voice_session_id: string | null;
          p_user_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['delete_transcript_result'];
      };
      enqueue_due_subscription_syncs: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['enqueue_due_subscription_syncs_result'];
      };
      enqueue_payment_sync: {
        Args: {
          p_payment_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['enqueue_payment_sync_result'];
      };
      enqueue_subscription_sync: {
        Args: {
          p_gateway_subscription_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['enqueue_subscription_sync_result'];
      };
      expire_holds: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['expire_holds_result'][];
      };
      expire_time_grants: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['expire_time_grants_result'];
      };
      extend_hold: {
        Args: {
          p_voice_session_id: string | null;
          p_epoch: number | null;
          p_sequence: number | null;
          p_used_ms: number | null;
          p_lease_ms: number | null;
          p_limit_to_elapsed?: boolean | null;
        };
        Returns: Database['public']['CompositeTypes']['extend_hold_result'];
      };
      fence_voice_session: {
        Args: {
          p_voice_session_id: string | null;
          p_expected_epoch: number | null;
          p_rejoin_window_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['fence_voice_session_result'];
      };
      find_due_notices: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['find_due_notices_result'];
      };
      find_subscription: {
        Args: {
          p_gateway_subscription_id: string | null;
          p_subscription_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['find_subscription_result'];
      };
      finish_gateway_event: {
        Args: {
          p_gateway: string | null;
          p_event_id: string | null;
          p_outcome: string | null;
          p_error: string | null;
        };
        Returns: Database['public']['CompositeTypes']['finish_gateway_event_result'];
      };
      forget_task_worker: {
        Args: {
          p_worker_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['forget_task_worker_result'];
      };
      generate_promo_codes: {
        Args: {
          p_organization_id: string | null;
          p_batch: string | null;
          p_count: number | null;
          p_percent_off?: number | null;
          p_free_time_ms?: number | null;
          p_valid_for_days?: number | null;
          p_package_id?: string | null;
          p_redemptions_max?: number | null;
          p_redemptions_per_user_max?: number | null;
          p_is_first_purchase_only?: boolean | null;
          p_starts_at?: string | null;
          p_ends_at?: string | null;
          p_prefix?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['generate_promo_codes_result'];
      };
      get_overage_bill: {
        Args: {
          p_period_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['get_overage_bill_result'];
      };
      get_payment_by_gateway_id: {
        Args: {
          p_gateway: string | null;
          p_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['get_payment_by_gateway_id_result'];
      };
      get_referral: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['get_referral_result'];
      };
      grant_time: {
        Args: {
          p_account_id: string | null;
          p_idempotency_key: string | null;
          p_source: string | null;
          p_granted_ms: number | null;
          p_priority: number | null;
          p_expires_at: string | null;
        };
        Returns: Database['public']['CompositeTypes']['grant_time_result'];
      };
      list_unattended_voice_sessions: {
        Args: {
          p_limit: number | null;
          p_pending_after_ms: number | null;
          p_silent_after_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['list_unattended_voice_sessions_result'][];
      };
      list_unsettled_payments: {
        Args: {
          p_limit: number | null;
          p_older_than_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['list_unsettled_payments_result'][];
      };
      mark_notices_read: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_notice_ids: string[] | null;
        };
        Returns: Database['public']['CompositeTypes']['mark_notices_read_result'];
      };
      move_gateway_watermark: {
        Args: {
          p_gateway: string | null;
          p_until: string | null;
        };
        Returns: Database['public']['CompositeTypes']['move_gateway_watermark_result'];
      };
      place_hold: {
        Args: {
          p_hold_id: string | null;
          p_account_id: string | null;
          p_voice_session_id: string | null;
          p_lease_ms: number | null;
          p_expires_in_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['place_hold_result'];
      };
      purge_notices: {
        Args: {
          p_limit: number | null;
        };
        Returns: Database['public']['CompositeTypes']['purge_notices_result'];
      };
      purge_voice_session_events: {
        Args: {
          p_limit: number | null;
        };
        Returns: number;
      };
      read_gateway_watermark: {
        Args: {
          p_gateway: string | null;
        };
        Returns: Database['public']['CompositeTypes']['gateway_watermark_result'];
      };
      read_notice_letter: {
        Args: {
          p_notice_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['read_notice_letter_result'][];
      };
      record_gateway_event: {
        Args: {
          p_gateway: string | null;
          p_event_id: string | null;
          p_type: string | null;
          p_object_id: string | null;
          p_created_at: string | null;
          p_payload: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['record_gateway_event_result'];
      };
      record_livekit_event: {
        Args: {
          p_event_id: string | null;
          p_type: string | null;
          p_room_name: string | null;
          p_created_at: string | null;
        };
        Returns: Database['public']['CompositeTypes']['record_livekit_event_result'];
      };
      record_notice_emailed: {
        Args: {
          p_notice_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['record_notice_emailed_result'];
      };
      redeem_promo_code: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_code: string | null;
          p_idempotency_key?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['redeem_promo_code_result'];
      };
      release_hold: {
        Args: {
          p_voice_session_id: string | null;
          p_ended_reason: string | null;
        };
        Returns: Database['public']['CompositeTypes']['release_hold_result'];
      };
      request_voice_session_end: {
        Args: {
          p_voice_session_id: string | null;
          p_user_id: string | null;
          p_reason: string | null;
        };
        Returns: Database['public']['CompositeTypes']['request_voice_session_end_result'];
      };
      retry_failed_task: {
        Args: {
          p_id: number | null;
        };
        Returns: Database['public']['CompositeTypes']['retry_failed_task_result'];
      };
      reverse_entry: {
        Args: {
          p_entry_id: number | null;
          p_idempotency_key: string | null;
          p_note: string | null;
        };
        Returns: Database['public']['CompositeTypes']['reverse_entry_result'];
      };
      reward_referral: {
        Args: {
          p_payment_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['reward_referral_result'];
      };
      save_customer: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_gateway: string | null;
          p_gateway_customer_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['save_customer_result'];
      };
      set_auto_top_up: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_is_enabled: boolean | null;
          p_threshold_ms: number | null;
          p_package_id: string | null;
          p_monthly_max_count: number | null;
        };
        Returns: Database['public']['CompositeTypes']['set_auto_top_up_result'];
      };
      set_notice_preferences: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_email: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['set_notice_preferences_result'];
      };
      set_overage_cap: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_overage_cap_minor: number | null;
        };
        Returns: Database['public']['CompositeTypes']['set_overage_cap_result'];
      };
      set_overage_invoice: {
        Args: {
          p_period_id: string | null;
          p_invoice_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['set_overage_invoice_result'];
      };
      set_payment_gateway_ids: {
        Args: {
          p_payment_id: string | null;
          p_gateway_checkout_id: string | null;
          p_gateway_payment_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['set_payment_gateway_ids_result'];
      };
      set_plan_gateway_price: {
        Args: {
          p_plan_id: string | null;
          p_gateway_price_id: string | null;
          p_replaced_id?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['set_plan_gateway_price_result'];
      };
      set_saved_card: {
        Args: {
          p_user_id: string | null;
          p_organization_id: string | null;
          p_gateway: string | null;
          p_payment_method_id: string | null;
          p_card_brand?: string | null;
          p_card_last4?: string | null;
          p_card_exp_month?: number | null;
          p_card_exp_year?: number | null;
        };
        Returns: Database['public']['CompositeTypes']['set_saved_card_result'];
      };
      set_subscription_checkout: {
        Args: {
          p_subscription_id: string | null;
          p_gateway_checkout_id: string | null;
          p_gateway_customer_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['set_subscription_checkout_result'];
      };
      set_voice_session_dispatch: {
        Args: {
          p_voice_session_id: string | null;
          p_epoch: number | null;
          p_dispatch_id: string | null;
          p_request_id?: string | null;
          p_traceparent?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['set_voice_session_dispatch_result'];
      };
      task_queue_state: {
        Args: Record<never, never>;
        Returns: Database['public']['CompositeTypes']['task_queue_state_result'];
      };
      worker_activate: {
        Args: {
          p_process_id?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_activate_result'];
      };
      worker_add_transcript_items: {
        Args: {
          p_items: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_add_transcript_items_result'];
      };
      worker_capture: {
        Args: {
          p_used_ms: number | null;
          p_ended_reason: string | null;
          p_unbilled_ms?: number | null;
        };
        Returns: Database['public']['CompositeTypes']['capture_hold_result'];
      };
      worker_capture_lead: {
        Args: {
          p_tool_call_id: string | null;
          p_name: string | null;
          p_email: string | null;
          p_phone: string | null;
          p_interest: string | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_capture_lead_result'];
      };
      worker_create_ticket: {
        Args: {
          p_tool_call_id: string | null;
          p_subject: string | null;
          p_description: string | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_create_ticket_result'];
      };
      worker_extend: {
        Args: {
          p_sequence: number | null;
          p_used_ms: number | null;
          p_lease_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['extend_hold_result'];
      };
      worker_get_balance: {
        Args: Record<never, never>;
        Returns: Database['public']['CompositeTypes']['worker_get_balance_result'];
      };
      worker_hand_over: {
        Args: {
          p_sequence: number | null;
          p_used_ms: number | null;
          p_lease_ms: number | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_hand_over_result'];
      };
      worker_record_events: {
        Args: {
          p_events: Json | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_record_events_result'];
      };
      worker_record_usage: {
        Args: {
          p_usage: Json | null;
          p_summary?: string | null;
        };
        Returns: Database['public']['CompositeTypes']['worker_record_usage_result'];
      };
    };
    Enums: Record<never, never>;
    CompositeTypes: {
      abandon_subscription_result: {
        outcome: 'abandoned' | 'in_use' | 'not_found';
      };
      accept_referral_result: {
        outcome: 'accepted' | 'replayed' | 'referral_refused' | 'account_not_found';
        reason: string | null;
      };
      account_balance_result: {
        posted_ms: number | null;
        held_ms: number | null;
        available_ms: number | null;
        remaining_ms: number | null;
        next_expiry_at: string | null;
      };
      admin_grant_time_result: {
        outcome: 'granted' | 'replayed' | 'conflict' | 'account_not_found' | 'invalid_amount' | 'reason_missing';
        time_grant_id: string | null;
        entry_id: number | null;
        balance_ms: number | null;
        audit_entry_id: number | null;
      };
      admin_resolve_payment_review_result: {
        outcome: 'granted' | 'closed' | 'not_grantable' | 'not_under_review' | 'not_found' | 'reason_missing';
        time_grant_id: string | null;
        balance_ms: number | null;
        audit_entry_id: number | null;
      };
      admin_reverse_entry_result: {
        outcome: 'reversed' | 'replayed' | 'conflict' | 'not_found' | 'not_reversible' | 'nothing_left' | 'reason_missing';
        entry_id: number | null;
        amount_ms: number | null;
        balance_ms: number | null;
        audit_entry_id: number | null;
      };
      apply_invoice_snapshot_result: {
        outcome: 'applied' | 'unchanged' | 'review' | 'unpaid' | 'not_found';
        payment_id: string | null;
        time_grant_id: string | null;
        balance_ms: number | null;
      };
      apply_payment_snapshot_result: {
        outcome: 'applied' | 'unchanged' | 'stale' | 'review' | 'not_found';
        status: string | null;
        time_grant_id: string | null;
        balance_ms: number | null;
      };
      apply_subscription_snapshot_result: {
        outcome: 'applied' | 'unchanged' | 'stale' | 'duplicate' | 'not_found';
        status: string | null;
      };
      beat_task_worker_result: {
        outcome: 'seen';
        released_count: number | null;
      };
      begin_auto_top_ups_result: {
        outcome: 'begun';
        payment_id: string | null;
      };
      capture_hold_result: {
        outcome: 'captured' | 'already_ended' | 'fenced' | 'not_found';
        charged_ms: number | null;
        balance_ms: number | null;
        ended_reason: string | null;
      };
      check_ledger_result: {
        violation: string | null;
        account_id: string | null;
        detail: Json | null;
      };
      close_overages_result: {
        outcome: 'closed';
        count: number | null;
      };
      count_requests_result: {
        limit_name: string | null;
        key: string | null;
        count: number | null;
        reset_ms: number | null;
      };
      create_payment_result: {
        outcome: 'created' | 'replayed' | 'idempotency_conflict' | 'account_not_found' | 'quote_not_found' | 'quote_expired' | 'quote_used' | 'too_many_pending' | 'promo_code_exhausted';
        payment: Json | null;
      };
      create_price_quote_result: {
        outcome: 'quoted' | 'package_not_found' | 'package_not_on_sale' | 'invalid_quantity' | 'promo_code_invalid' | 'promo_code_exhausted' | 'account_not_found';
        quote: Json | null;
      };
      create_subscription_result: {
        outcome: 'created' | 'replayed' | 'idempotency_conflict' | 'account_not_found' | 'plan_not_found' | 'subscription_exists' | 'checkout_open';
        subscription: Json | null;
      };
      create_voice_session_result: {
        outcome: 'created' | 'replayed' | 'idempotency_conflict' | 'insufficient_time' | 'assistant_not_found' | 'too_many_calls' | 'account_not_found';
        voice_session_id: string | null;
        room_name: string | null;
        epoch: number | null;
        assistant_id: string | null;
        account_id: string | null;
        available_ms: number | null;
        status: string | null;
        created_at: string | null;
      };
      delete_transcript_result: {
        outcome: 'deleted' | 'in_progress' | 'not_found';
      };
      enqueue_due_subscription_syncs_result: {
        outcome: 'enqueued';
        count: number | null;
      };
      enqueue_payment_sync_result: {
        outcome: 'enqueued' | 'running';
      };
      enqueue_subscription_sync_result: {
        outcome: 'enqueued';
      };
      expire_holds_result: {
        voice_session_id: string | null;
        room_name: string | null;
        charged_ms: number | null;
        ended_reason: string | null;
      };
      expire_time_grants_result: {
        outcome: 'expired';
        count: number | null;
      };
      extend_hold_result: {
        outcome: 'extended' | 'conflict' | 'fenced' | 'ended' | 'not_found';
        held_ms: number | null;
        used_ms: number | null;
        remaining_ms: number | null;
        available_ms: number | null;
        is_final: boolean | null;
        sequence: number | null;
        end_requested_reason: string | null;
        expires_at: string | null;
      };
      fence_voice_session_result: {
        outcome: 'fenced' | 'stale' | 'ended' | 'not_found';
        epoch: number | null;
      };
      find_due_notices_result: {
        outcome: 'found';
        low_time_count: number | null;
        time_expiring_count: number | null;
      };
      find_subscription_result: {
        outcome: 'found' | 'not_found';
        subscription: Json | null;
      };
      finish_gateway_event_result: {
        outcome: 'finished' | 'failed' | 'not_found';
      };
      forget_task_worker_result: {
        outcome: 'forgotten';
      };
      gateway_watermark_result: {
        reconciled_until: string | null;
      };
      generate_promo_codes_result: {
        outcome: 'generated' | 'replayed' | 'conflict' | 'organization_not_found' | 'package_not_found' | 'invalid_count' | 'invalid_offer';
        batch: string | null;
        count: number | null;
        codes: string[] | null;
      };
      get_overage_bill_result: {
        outcome: 'due' | 'billed' | 'not_due' | 'not_found';
        amount_minor: number | null;
        currency: string | null;
        used_ms: number | null;
        starts_at: string | null;
        ends_at: string | null;
        subscription_id: string | null;
        gateway_subscription_id: string | null;
        gateway_customer_id: string | null;
      };
      get_payment_by_gateway_id_result: {
        outcome: 'found' | 'not_found';
        payment: Json | null;
      };
      get_referral_result: {
        outcome: 'found' | 'account_not_found';
        code: string | null;
        reward_ms: number | null;
        pending_count: number | null;
        rewarded_count: number | null;
        can_accept: boolean | null;
      };
      grant_time_result: {
        outcome: 'granted' | 'replayed' | 'conflict' | 'account_not_found' | 'invalid_amount';
        time_grant_id: string | null;
        entry_id: number | null;
        balance_ms: number | null;
      };
      list_unattended_voice_sessions_result: {
        voice_session_id: string | null;
        room_name: string | null;
        epoch: number | null;
        dispatch_id: string | null;
        status: string | null;
        assistant_id: string | null;
        user_id: string | null;
        silent_ms: number | null;
        attempts: number | null;
      };
      list_unsettled_payments_result: {
        payment_id: string | null;
        gateway: string | null;
        mode: string | null;
        status: string | null;
        gateway_checkout_id: string | null;
        gateway_payment_id: string | null;
        gateway_invoice_id: string | null;
        created_at: string | null;
        expires_at: string | null;
      };
      mark_notices_read_result: {
        outcome: 'marked';
        marked_count: number | null;
        unread_count: number | null;
      };
      move_gateway_watermark_result: {
        outcome: 'moved' | 'kept';
      };
      place_hold_result: {
        outcome: 'held' | 'insufficient_time' | 'account_not_found' | 'conflict';
        held_ms: number | null;
        available_ms: number | null;
      };
      purge_notices_result: {
        outcome: 'purged';
        count: number | null;
      };
      read_notice_letter_result: {
        notice_id: string | null;
        user_id: string | null;
        organization_id: string | null;
        organization_name: string | null;
        kind: string | null;
        topic: string | null;
        data: Json | null;
        created_at: string | null;
        email: string | null;
        display_name: string | null;
        is_wanted: boolean | null;
      };
      record_gateway_event_result: {
        outcome: 'recorded' | 'replayed';
      };
      record_livekit_event_result: {
        outcome: 'recorded' | 'replayed';
      };
      record_notice_emailed_result: {
        outcome: 'recorded' | 'replayed' | 'not_found';
      };
      redeem_promo_code_result: {
        outcome: 'redeemed' | 'replayed' | 'promo_code_invalid' | 'promo_code_exhausted' | 'promo_code_needs_purchase' | 'account_not_found' | 'idempotency_conflict';
        granted_ms: number | null;
        balance_ms: number | null;
      };
      release_hold_result: {
        outcome: 'released' | 'already_ended' | 'in_use' | 'not_found';
        ended_reason: string | null;
      };
      request_voice_session_end_result: {
        outcome: 'requested' | 'ended' | 'not_found';
        status: string | null;
      };
      retry_failed_task_result: {
        outcome: 'retried' | 'not_found';
      };
      reverse_entry_result: {
        outcome: 'reversed' | 'replayed' | 'conflict' | 'not_found' | 'not_reversible' | 'nothing_left';
        entry_id: number | null;
        amount_ms: number | null;
        balance_ms: number | null;
      };
      reward_referral_result: {
        outcome: 'rewarded' | 'replayed' | 'taken_back' | 'referral_refused' | 'not_due' | 'not_found';
        referral_id: string | null;
      };
      save_customer_result: {
        outcome: 'saved' | 'replayed' | 'conflict' | 'not_found';
        gateway_customer_id: string | null;
      };
      set_auto_top_up_result: {
        outcome: 'set' | 'account_not_found' | 'package_not_found' | 'package_not_on_sale' | 'package_too_small' | 'saved_card_missing';
      };
      set_notice_preferences_result: {
        outcome: 'set' | 'user_not_found';
        unmailed_topics: string[] | null;
      };
      set_overage_cap_result: {
        outcome: 'set' | 'subscription_missing' | 'overage_not_offered';
        overage_cap_minor: number | null;
      };
      set_overage_invoice_result: {
        outcome: 'set' | 'conflict' | 'not_found';
      };
      set_payment_gateway_ids_result: {
        outcome: 'set' | 'conflict' | 'not_found';
      };
      set_plan_gateway_price_result: {
        outcome: 'set' | 'unchanged' | 'not_found';
        gateway_price_id: string | null;
      };
      set_saved_card_result: {
        outcome: 'saved' | 'removed' | 'not_found';
      };
      set_subscription_checkout_result: {
        outcome: 'set' | 'conflict' | 'not_found';
      };
      set_voice_session_dispatch_result: {
        outcome: 'recorded' | 'fenced' | 'ended' | 'not_found';
      };
      task_queue_state_result: {
        ready_count: number | null;
        oldest_ready_ms: number | null;
        failed_count: number | null;
      };
      worker_activate_result: {
        outcome: 'active' | 'fenced' | 'ended' | 'not_found';
        voice_session_id: string | null;
        user_id: string | null;
        user_display_name: string | null;
        assistant: Json | null;
        used_ms: number | null;
        held_ms: number | null;
        remaining_ms: number | null;
        sequence: number | null;
        is_resumed: boolean | null;
        transcript: Json | null;
      };
      worker_add_transcript_items_result: {
        outcome: 'saved' | 'invalid' | 'limit_reached' | 'fenced' | 'ended' | 'not_found';
        count: number | null;
      };
      worker_capture_lead_result: {
        outcome: 'saved' | 'replayed' | 'conflict' | 'invalid' | 'limit_reached' | 'fenced' | 'ended' | 'not_found';
        lead_id: string | null;
      };
      worker_create_ticket_result: {
        outcome: 'created' | 'replayed' | 'conflict' | 'invalid' | 'limit_reached' | 'fenced' | 'ended' | 'not_found';
        ticket_id: string | null;
        number: number | null;
      };
      worker_get_balance_result: {
        outcome: 'ok' | 'fenced' | 'not_found';
        remaining_ms: number | null;
        posted_ms: number | null;
      };
      worker_hand_over_result: {
        outcome: 'handed_over' | 'end_requested' | 'conflict' | 'fenced' | 'ended' | 'not_found';
        used_ms: number | null;
        end_requested_reason: string | null;
      };
      worker_record_events_result: {
        outcome: 'saved' | 'invalid' | 'limit_reached' | 'fenced' | 'ended' | 'not_found';
        count: number | null;
      };
      worker_record_usage_result: {
        outcome: 'saved' | 'invalid' | 'fenced' | 'ended' | 'not_found';
      };
    };
  };
};

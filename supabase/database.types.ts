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
      organizations: {
        Row: {
          id: string;
          slug: string;
          name: string;
          trial_ms: number;
          created_at: string;
        };
        Insert: {
          id?: string;
          slug: string;
          name: string;
          trial_ms?: number;
          created_at?: string;
        };
        Update: {
          id?: string;
          slug?: string;
          name?: string;
          trial_ms?: number;
          created_at?: string;
        };
        Relationships: [];
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
          dispatch_id: string | null;
          dispatched_at: string;
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
          dispatch_id?: string | null;
          dispatched_at?: string;
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
          dispatch_id?: string | null;
          dispatched_at?: string;
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
        };
        Relationships: [{ foreignKeyName: 'voice_sessions_account_id_fkey'; columns: ['account_id']; isOneToOne: false; referencedRelation: 'accounts'; referencedColumns: ['id'] }, { foreignKeyName: 'voice_sessions_assistant_id_fkey'; columns: ['assistant_id']; isOneToOne: false; referencedRelation: 'assistants'; referencedColumns: ['id'] }, { foreignKeyName: 'voice_sessions_organization_id_fkey'; columns: ['organization_id']; isOneToOne: false; referencedRelation: 'organizations'; referencedColumns: ['id'] }];
      };
    };
    Views: Record<never, never>;
    Functions: {
      account_balance: {
        Args: {
          p_account_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['account_balance_result'];
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
      delete_transcript: {
        Args: {
          p_voice_session_id: string | null;
          p_user_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['delete_transcript_result'];
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
      record_livekit_event: {
        Args: {
          p_event_id: string | null;
          p_type: string | null;
          p_room_name: string | null;
          p_created_at: string | null;
        };
        Returns: Database['public']['CompositeTypes']['record_livekit_event_result'];
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
      reverse_entry: {
        Args: {
          p_entry_id: number | null;
          p_idempotency_key: string | null;
          p_note: string | null;
        };
        Returns: Database['public']['CompositeTypes']['reverse_entry_result'];
      };
      set_voice_session_dispatch: {
        Args: {
          p_voice_session_id: string | null;
          p_epoch: number | null;
          p_dispatch_id: string | null;
        };
        Returns: Database['public']['CompositeTypes']['set_voice_session_dispatch_result'];
      };
      worker_activate: {
        Args: Record<never, never>;
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
      account_balance_result: {
        posted_ms: number | null;
        held_ms: number | null;
        available_ms: number | null;
        remaining_ms: number | null;
        next_expiry_at: string | null;
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
      create_voice_session_result: {
        outcome: 'created' | 'replayed' | 'idempotency_conflict' | 'insufficient_time' | 'assistant_not_found' | 'too_many_calls' | 'account_not_found';
        voice_session_id: string | null;
        room_name: string | null;
        epoch: number | null;
        assistant_id: string | null;
        account_id: string | null;
        available_ms: number | null;
        status: string | null;
      };
      delete_transcript_result: {
        outcome: 'deleted' | 'in_progress' | 'not_found';
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
      place_hold_result: {
        outcome: 'held' | 'insufficient_time' | 'account_not_found' | 'conflict';
        held_ms: number | null;
        available_ms: number | null;
      };
      record_livekit_event_result: {
        outcome: 'recorded' | 'replayed';
      };
      release_hold_result: {
        outcome: 'released' | 'already_ended' | 'in_use' | 'not_found';
        ended_reason: string | null;
      };
      request_voice_session_end_result: {
        outcome: 'requested' | 'ended' | 'not_found';
        status: string | null;
      };
      reverse_entry_result: {
        outcome: 'reversed' | 'replayed' | 'conflict' | 'not_found' | 'not_reversible' | 'nothing_left';
        entry_id: number | null;
        amount_ms: number | null;
        balance_ms: number | null;
      };
      set_voice_session_dispatch_result: {
        outcome: 'recorded' | 'fenced' | 'ended' | 'not_found';
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
      worker_record_usage_result: {
        outcome: 'saved' | 'invalid' | 'fenced' | 'ended' | 'not_found';
      };
    };
  };
};

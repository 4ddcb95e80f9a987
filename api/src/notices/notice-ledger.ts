// The SQL functions notices are made of: one method each, outcomes as values.
import { callForRows, callFunction } from '../clients/call-function.ts';
import type { Database } from '../clients/database.ts';
import type { NoticeKind, NoticeTopic } from './notice-kinds.ts';

/** Whose notices. */
export interface Reader {
  userId: string;
  organizationId: string;
}

/** What a letter about a notice is made of. */
export interface NoticeLetterRow {
  notice_id: string;
  user_id: string;
  organization_id: string;
  organization_name: string;
  kind: NoticeKind;
  topic: NoticeTopic | null;
  data: unknown;
  email: string | null;
  display_name: string | null;
  is_wanted: boolean;
}

/** The api's way to everything that changes notices. */
export type NoticeLedger = ReturnType<typeof createNoticeLedger>;

/** Binds the SQL functions to a database. */
export function createNoticeLedger(database: Database) {
  const call = <Row extends object>(name: string, parameters: Record<string, unknown>) =>
    callFunction<Row>(database, name, parameters);

  return {
    /** Marks these notices of a user as read, or all for null; answers how many are left. */
    async markRead(reader: Reader, noticeIds: string[] | null): Promise<number> {
      const { unread_count } = await call<{ unread_count: number }>('mark_notices_read', {
        p_user_id: reader.userId,
        p_organization_id: reader.organizationId,
        p_notice_ids: noticeIds,
      });
      return unread_count;
    },

    /** Changes which topics are mailed; answers those that are not, null for a user who is gone. */
    async setPreferences(
      reader: Reader,
      email: Partial<Record<NoticeTopic, boolean>>,
    ): Promise<NoticeTopic[] | null> {
      const row = await call<{ unmailed_topics: NoticeTopic[] | null }>('set_notice_preferences', {
        p_user_id: reader.userId,
        p_organization_id: reader.organizationId,
        p_email: JSON.stringify(email),
      });
      return row.unmailed_topics;
    },

    /** Makes the notices that are due because of somebody's time, at most so many of each kind. */
    findDue: (limit: number) =>
      call<{ low_time_count: number; time_expiring_count: number }>('find_due_notices', {
        p_limit: limit,
      }),

    /** Removes old notices; answers how many. */
    async purge(limit: number): Promise<number> {
      return (await call<{ count: number }>('purge_notices', { p_limit: limit })).count;
    },

    /** The letter of a notice; null when it went out, or is not there. */
    async readLetter(noticeId: string): Promise<NoticeLetterRow | null> {
      const [row] = await callForRows<NoticeLetterRow>(database, 'read_notice_letter', {
        p_notice_id: noticeId,
      });
      return row ?? null;
    },

    /** Remembers that a letter went out. */
    recordEmailed: (noticeId: string) =>
      call<{ outcome: 'recorded' | 'replayed' | 'not_found' }>('record_notice_emailed', {
        p_notice_id: noticeId,
      }),
  };
}

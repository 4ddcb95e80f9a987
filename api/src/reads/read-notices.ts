// What the signed-in user was told, newest first, and which mails about it they want.
import type { z } from '@hono/zod-openapi';
import type { Database } from '../clients/database.ts';
import type { AuthenticatedUser } from '../clients/supabase.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { writeNotice } from '../emails/notice-copy.ts';
import { readNoticeData } from '../emails/notice-data.ts';
import { NOTICE_TOPICS, type NoticeKind, type NoticeTopic } from '../notices/notice-kinds.ts';
import type { noticePageSchema, noticePreferencesSchema } from '../schemas/notice.ts';

type NoticePage = z.infer<typeof noticePageSchema>;
type NoticePreferences = z.infer<typeof noticePreferencesSchema>;

interface NoticeRow {
  id: string;
  kind: NoticeKind;
  data: unknown;
  created_at: Date;
  created_at_exactly: string;
  read_at: Date | null;
  unread_count: number;
}

// The count stands in every row: one snapshot, so that it always fits the page beside it.
const pageText = `
  with unread as (
    select count(*) as unread_count
    from public.notices
    where notices.user_id = $1 and notices.organization_id = $2 and notices.read_at is null
  ),
  page as (
    select notices.id, notices.kind, notices.data, notices.created_at, notices.read_at,
      to_char(notices.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        as created_at_exactly
    from public.notices
    where notices.user_id = $1 and notices.organization_id = $2
      and ($3::timestamptz is null or (notices.created_at, notices.id) < ($3, $4::uuid))
    order by notices.created_at desc, notices.id desc
    limit $5
  )
  select page.*, unread.unread_count
  from unread
  left join page on true
  order by page.created_at desc, page.id desc`;

/** Notices before the cursor, in words, newest first. */
export async function readNoticePage(
  database: Database,
  user: AuthenticatedUser,
  query: { organizationId: string; limit: number; cursor?: string | undefined },
): Promise<NoticePage> {
  const place = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await database.readAs<NoticeRow>(user, pageText, [
    user.id,
    query.organizationId,
    place?.createdAt ?? null,
    place?.id ?? null,
    query.limit + 1,
  ]);
  // An empty page is one row with nothing in it but the count.
  const found = rows.filter((row) => row.id !== null);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(toNotice),
    nextCursor:
      found.length > query.limit && last
        ? encodeCursor({ createdAt: last.created_at_exactly, id: last.id })
        : null,
    unreadCount: rows[0]?.unread_count ?? 0,
  };
}

function toNotice(row: NoticeRow): NoticePage['items'][number] {
  const { title, paragraphs, action } = writeNotice(row.kind, readNoticeData(row.data));
  return {
    id: row.id,
    kind: row.kind,
    title,
    text: paragraphs.join(' '),
    url: action?.url ?? null,
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}

const preferencesText = `
  select notice_preferences.unmailed_topics
  from public.notice_preferences
  where notice_preferences.user_id = $1 and notice_preferences.organization_id = $2`;

/** The topics the user declined mails about. */
export async function readUnmailedTopics(
  database: Database,
  user: AuthenticatedUser,
  organizationId: string,
): Promise<NoticeTopic[]> {
  const [row] = await database.readAs<{ unmailed_topics: NoticeTopic[] }>(user, preferencesText, [
    user.id,
    organizationId,
  ]);
  return row?.unmailed_topics ?? [];
}

/** The preferences of somebody who declined these topics. */
export function toPreferences(unmailedTopics: readonly NoticeTopic[]): NoticePreferences {
  const wishes = NOTICE_TOPICS.map((topic) => [topic, !unmailedTopics.includes(topic)]);
  return { email: Object.fromEntries(wishes) };
}

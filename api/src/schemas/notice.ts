// What the api says about notices and about the mails a user wants.
import { z } from '@hono/zod-openapi';
import { NOTICE_KINDS, NOTICE_TOPICS, type NoticeTopic } from '../notices/notice-kinds.ts';
import { id, moment, pageOf } from './values.ts';

const unreadCount = z.int().min(0).openapi({ description: 'Not read yet.', example: 2 });

/** One thing a user was told, in words. */
const noticeSchema = z
  .object({
    id: id('The notice.'),
    kind: z.enum(NOTICE_KINDS).openapi('NoticeKind', { example: 'receipt' }),
    title: z.string().openapi({ example: 'Your time has been added' }),
    text: z.string().openapi({ example: 'Thank you. We added 2 h to your account.' }),
    url: z.string().nullable().openapi({
      description: 'What to do next: a path of the web client, or the receipt of a gateway.',
      example: '/account',
    }),
    createdAt: moment('When it was told.'),
    readAt: moment('When it was read.').nullable(),
  })
  .openapi('Notice');

/** A page of notices, newest first. */
export const noticePageSchema = pageOf(noticeSchema).extend({ unreadCount }).openapi('NoticePage');

/** The body of `POST /notices/read`. */
export const markNoticesReadSchema = z
  .strictObject({
    ids: z
      .array(z.uuid())
      .max(100)
      .nullable()
      .openapi({ description: 'Which to mark; null for all of them.' }),
  })
  .openapi('MarkNoticesRead');

/** What is left to read. */
export const unreadNoticesSchema = z.object({ unreadCount }).openapi('UnreadNotices');

const topics = Object.fromEntries(NOTICE_TOPICS.map((topic) => [topic, z.boolean()])) as Record<
  NoticeTopic,
  z.ZodBoolean
>;

/** Which mails a user wants. */
export const noticePreferencesSchema = z
  .strictObject({
    email: z.strictObject(topics).openapi({
      description: 'Mails by topic. That a payment failed is always mailed.',
    }),
  })
  .openapi('NoticePreferences');

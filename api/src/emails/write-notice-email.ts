// Makes the mail of a notice: its words in the one layout, with the links every mail needs.
import { type NoticeKind, type NoticeTopic, TOPIC_NAMES } from '../notices/notice-kinds.ts';
import { type EmailContent, renderEmailHtml, renderEmailText } from './email-layout.ts';
import { writeNotice } from './notice-copy.ts';
import { readNoticeData } from './notice-data.ts';
import type { UnsubscribeTokens } from './unsubscribe-tokens.ts';

/** A notice and whom it is for. */
export interface NoticeLetter {
  noticeId: string;
  userId: string;
  organizationId: string;
  organizationName: string;
  kind: NoticeKind;
  /** Null: always mailed. */
  topic: NoticeTopic | null;
  data: unknown;
  email: string;
  displayName: string | null;
}

/** A mail ready to be sent. */
export interface Email {
  to: { address: string; name: string };
  subject: string;
  html: string;
  text: string;
  /** Made from what the mail is about, so that a second copy is recognised as the same mail. */
  messageId: string;
  headers: Record<string, string>;
}

/** Writes the mail. All its links lead to `publicUrl`, except to receipts of a gateway. */
export async function writeNoticeEmail(
  letter: NoticeLetter,
  parts: { publicUrl: string; unsubscribeTokens: UnsubscribeTokens },
): Promise<Email> {
  const toUrl = (url: string) => new URL(url, parts.publicUrl).href;
  const notice = writeNotice(letter.kind, readNoticeData(letter.data));
  const unsubscribeUrl = letter.topic && (await unsubscribeUrlOf(letter, letter.topic, parts));
  const content: EmailContent = {
    ...notice,
    action: notice.action && { ...notice.action, url: toUrl(notice.action.url) },
    footer: {
      text: letter.topic
        ? `You get this because you have an account with ${letter.organizationName}.`
        : `You always get this one: it is about your money with ${letter.organizationName}.`,
      links: [
        { label: 'Choose which mails you get', url: toUrl('/account#notices') },
        ...(unsubscribeUrl && letter.topic
          ? [{ label: `No more mails about ${TOPIC_NAMES[letter.topic]}`, url: unsubscribeUrl }]
          : []),
      ],
    },
  };
  return {
    to: { address: letter.email, name: letter.displayName ?? '' },
    subject: notice.title,
    html: renderEmailHtml(content),
    text: renderEmailText(content),
    messageId: `<notice-${letter.noticeId}@${new URL(parts.publicUrl).hostname}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl
        ? {
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }
        : {}),
    },
  };
}

async function unsubscribeUrlOf(
  letter: NoticeLetter,
  topic: NoticeTopic,
  parts: { publicUrl: string; unsubscribeTokens: UnsubscribeTokens },
): Promise<string> {
  const { userId, organizationId } = letter;
  const token = await parts.unsubscribeTokens.sign({ userId, organizationId, topic });
  const url = new URL('/api/v1/unsubscribe', parts.publicUrl);
  url.searchParams.set('token', token);
  return url.href;
}

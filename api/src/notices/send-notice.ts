// The task send_notice: one letter about one notice. It may run any number of times: a notice that
// went out is passed over, and a copy sent by a crash between the two carries the same Message-ID.
import type { Logger } from '@mindbot/platform/logging';
import { type EmailClient, EmailNotSentError } from '../clients/email.ts';
import type { UnsubscribeTokens } from '../emails/unsubscribe-tokens.ts';
import { writeNoticeEmail } from '../emails/write-notice-email.ts';
import type { ApiMetrics } from '../metrics.ts';
import type { NoticeLedger } from './notice-ledger.ts';

/** What sending needs. */
export interface NoticeSenderParts {
  noticeLedger: Pick<NoticeLedger, 'readLetter' | 'recordEmailed'>;
  /** Null: there is no mail server, and the app alone tells. */
  email: EmailClient | null;
  unsubscribeTokens: UnsubscribeTokens;
  environment: { PUBLIC_URL: string };
  metrics: Pick<ApiMetrics, 'emails'>;
  logger: Logger;
}

/**
 * Sends the letter of a notice if it is still wanted. Addresses are never logged.
 * @throws {EmailNotSentError} when the mail server may take it later: the queue tries again.
 */
export async function sendNotice(
  { noticeId }: { noticeId: string },
  parts: NoticeSenderParts,
): Promise<void> {
  const { noticeLedger, email, metrics, logger } = parts;
  if (!email) return;
  const letter = await noticeLedger.readLetter(noticeId);
  if (!letter?.email || !letter.is_wanted) return;
  const message = await writeNoticeEmail(
    {
      noticeId,
      userId: letter.user_id,
      organizationId: letter.organization_id,
      organizationName: letter.organization_name,
      kind: letter.kind,
      topic: letter.topic,
      data: letter.data,
      email: letter.email,
      displayName: letter.display_name,
    },
    { publicUrl: parts.environment.PUBLIC_URL, unsubscribeTokens: parts.unsubscribeTokens },
  );
  try {
    await email.send(message);
  } catch (error) {
    metrics.emails.inc({ kind: letter.kind, outcome: 'failed' });
    // No number of tries makes an address exist. The app has told it, and that must do.
    if (!(error instanceof EmailNotSentError) || !error.isFinal) throw error;
    logger.warn({ err: error, noticeId }, 'a mail was refused for good');
    return;
  }
  metrics.emails.inc({ kind: letter.kind, outcome: 'sent' });
  await noticeLedger.recordEmailed(noticeId);
}

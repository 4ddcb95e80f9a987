// Speaks SMTP: hands a mail to the server that delivers it.
import nodemailer from 'nodemailer';
import type { Email } from '../emails/write-notice-email.ts';

/** The mail did not go out. Says why without saying to whom. */
export class EmailNotSentError extends Error {
  override name = 'EmailNotSentError';
  /** The server will not take this mail later either. */
  readonly isFinal: boolean;

  constructor(reason: string, isFinal: boolean) {
    super(`the mail was not sent: ${reason}`);
    this.isFinal = isFinal;
  }
}

/** Sends mails. */
export interface EmailClient {
  /** @throws {EmailNotSentError} */
  send(email: Email): Promise<void>;
  close(): void;
}

const TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 2;

/** The client of an SMTP server, for example `smtps://user:password@mail.example.com`. */
export function createEmailClient(options: { smtpUrl: string; from: string }): EmailClient {
  const transport = nodemailer.createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS * 3,
    // A mail is text of ours: it may name no files and no addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(email) {
      try {
        await transport.sendMail({ from: options.from, ...email });
      } catch (error) {
        throw toNotSent(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The server's own sentence often names the address, so only its codes are kept. */
function toNotSent(error: unknown): EmailNotSentError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const words = [code, responseCode].filter((part) => part !== undefined).join(' ');
  // What concerns the envelope or the content stays so; a refused sign-in may be mended.
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return new EmailNotSentError(
    words || 'unknown',
    isAboutMail && responseCode !== undefined && responseCode >= 500,
  );
}

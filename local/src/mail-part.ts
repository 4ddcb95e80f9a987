// Runs the mail side of the stack: by SMTP when that is set, else kept and shown on this machine.
import { resolve } from 'node:path';
import { createSmtpSender, type SendEmail, startEmail } from './email.ts';
import type { StackContext } from './stack-context.ts';

/** How this stack's mail goes out. */
export type MailPart = {
  send: SendEmail;
  /** The page that shows it; null when it leaves this machine. */
  emailUrl: string | null;
  smtpUrl: string;
  /** Whom it comes from. */
  sender: string;
};

const defaultSender = 'MindBot <hello@mindbot.test>';

/** Starts the stand-in, unless the settings name a server. */
export async function startMail(context: StackContext): Promise<MailPart> {
  const { SMTP_URL, EMAIL_FROM } = context.settings;
  const sender = EMAIL_FROM || defaultSender;
  if (SMTP_URL) {
    return { send: createSmtpSender(SMTP_URL, sender), emailUrl: null, smtpUrl: SMTP_URL, sender };
  }
  const { email: port, smtp: smtpPort } = context.ports;
  const folder = resolve(context.dataDir, 'emails');
  const email = await startEmail({ folder, port, smtpPort });
  context.stops.add('mail', email.stop);
  return { send: email.send, emailUrl: email.url, smtpUrl: email.smtpUrl, sender };
}

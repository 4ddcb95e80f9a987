// A real SMTP server on loopback, so that the service sends mail here as it does anywhere.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { ReceivedEmail } from './email-store.ts';
import { PortTakenError } from './port-taken.ts';

/** A running SMTP server. */
export type RunningSmtp = { url: string; stop: () => Promise<void> };

const MESSAGE_BYTES_MAX = 5 * 1024 * 1024;
const CLOSE_WITHIN_MS = 1_000;

const headerOf = (email: Email, key: string) =>
  email.headers.find((header) => header.key === key)?.value;

const written = (
  address: { name?: string | undefined; address?: string | undefined } | undefined,
) => (address?.name ? `${address.name} <${address.address}>` : address?.address);

/** Reads one message; whom it is for is what the sender's program said, not what it wrote. */
async function parseMessage(raw: Buffer, recipients: readonly string[]): Promise<ReceivedEmail> {
  const email = await PostalMime.parse(raw);
  return {
    to: recipients.join(', '),
    subject: email.subject ?? '(no subject)',
    text: email.text ?? '',
    html: email.html ?? '',
    from: written(email.from),
    listUnsubscribe: headerOf(email, 'list-unsubscribe'),
    listUnsubscribePost: headerOf(email, 'list-unsubscribe-post'),
  };
}

/**
 * Starts the server; each message it takes is handed to `onMessage`.
 * @throws {PortTakenError} when the port is in use.
 */
export async function startSmtp(
  port: number,
  onMessage: (message: ReceivedEmail) => Promise<void>,
): Promise<RunningSmtp> {
  const server = new SMTPServer({
    authOptional: true,
    // Nobody listens in on loopback, and a certificate of our own would only be refused.
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MESSAGE_BYTES_MAX,
    closeTimeout: CLOSE_WITHIN_MS,
    disableReverseLookup: true,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error('The message is too large.'), { responseCode: 552 }));
          return;
        }
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        parseMessage(Buffer.concat(chunks), recipients)
          .then(onMessage)
          .then(() => callback(), callback);
      });
    },
  });
  const failed = Promise.withResolvers<never>();
  // Senders that hang up are theirs to explain; after the start nobody waits for this.
  server.on('error', (error) => failed.reject(error));
  failed.promise.catch(() => {});
  const listening = server.listen(port, '127.0.0.1');
  try {
    await Promise.race([once(listening, 'listening'), failed.promise]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PortTakenError(`Port ${port} is taken by another program; mail (SMTP) needs it.`);
  }
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

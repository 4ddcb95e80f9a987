// Guards the way of a notice to a mailbox: over a real SMTP server, once, in both its parts, and
// without its address in any log.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@mindbot/platform/logging';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createEmailClient, type EmailClient } from '../../api/src/clients/email.ts';
import { createServices } from '../../api/src/create-services.ts';
import { sendNotice } from '../../api/src/notices/send-notice.ts';
import type { Services } from '../../api/src/services.ts';
import { testEnvironment } from '../../api/src/testing/test-environment.ts';
import { tell } from '../../supabase/tests/notice-scenario.ts';
import { createTestDatabase, type TestDatabase, type TestUser } from '../support/database.ts';

let db: TestDatabase;
let smtp: SMTPServer;
let services: Services;
const received: Email[] = [];
/** What the server says to a recipient, when it does not take them. */
let refusal: { responseCode: number; message: string } | null = null;

beforeAll(async () => {
  db = await createTestDatabase();
  smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo: (address, _session, callback) => {
      if (!refusal) return callback();
      const error = new Error(`${refusal.message} <${address.address}>`);
      return callback(Object.assign(error, { responseCode: refusal.responseCode }));
    },
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        received.push(await PostalMime.parse(Buffer.concat(chunks)));
        callback();
      });
    },
  });
  const listening = smtp.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const environment = testEnvironment({
    DATABASE_URL: db.databaseUrl,
    PUBLIC_URL: 'https://voice.example.com',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    EMAIL_FROM: 'MindBot <time@voice.example.com>',
  });
  services = createServices(environment, {
    logger: createLogger('api', { level: 'silent', format: 'json' }),
  });
});
afterEach(() => {
  refusal = null;
  received.length = 0;
});
afterAll(async () => {
  services?.email?.close();
  await services?.database.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await db?.drop();
});

const receipt = { timeMs: 7_200_000, amountMinor: 1_560, currency: 'EUR' };
const told = async (user: TestUser, kind = 'receipt', data: Record<string, unknown> = receipt) => ({
  noticeId: String(await tell(db, user, kind, data)),
});
const emailedAt = (noticeId: string) =>
  db.row('select emailed_at from notices where id = $1', [noticeId]);

test('a notice arrives in HTML and in text, with the one-click header, under its own id', async () => {
  const user = await db.signUp('grace@example.org', 'Grace "G" <Hopper>');
  const task = await told(user);
  await sendNotice(task, services);
  const [mail] = received;
  expect(mail).toMatchObject({
    from: { name: 'MindBot', address: 'time@voice.example.com' },
    to: [{ name: 'Grace "G" <Hopper>', address: 'grace@example.org' }],
    subject: 'Your time has been added',
    messageId: `<notice-${task.noticeId}@voice.example.com>`,
  });
  for (const part of [mail?.text, mail?.html]) expect(part).toContain('€15.60');
  const headers = Object.fromEntries(mail?.headers.map(({ key, value }) => [key, value]) ?? []);
  expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  expect(headers['list-unsubscribe']).toMatch(
    /^<https:\/\/voice\.example\.com\/api\/v1\/unsubscribe\?token=[\w.-]+>$/,
  );
  expect(headers['auto-submitted']).toBe('auto-generated');
  expect(await emailedAt(task.noticeId)).toEqual({ emailed_at: expect.any(Date) });
});

test('a task that runs again sends nothing again', async () => {
  const task = await told(await db.signUp());
  await sendNotice(task, services);
  await sendNotice(task, services);
  expect(received).toHaveLength(1);
});

test('a crash between the mail and its note leads to the same mail, known by its id', async () => {
  const task = await told(await db.signUp());
  const crashing = {
    ...services.noticeLedger,
    recordEmailed: () => Promise.reject(new Error('killed')),
  };
  await expect(sendNotice(task, { ...services, noticeLedger: crashing })).rejects.toThrow('killed');
  await sendNotice(task, services);
  expect(received.map((mail) => mail.messageId)).toEqual([
    received[0]?.messageId,
    received[0]?.messageId,
  ]);
});

test('mail declined since, of a payment made good since, or to nobody is not sent', async () => {
  const [decliner, payer, gone] = await Promise.all([db.signUp(), db.signUp(), db.signUp()]);
  const declined = await told(decliner);
  await services.noticeLedger.setPreferences(
    { userId: decliner.userId, organizationId: '00000000-0000-4000-8000-000000000001' },
    { receipt: false },
  );
  const failed = await told(payer, 'payment_failed');
  await told(payer);
  const lost = await told(gone);
  await db.rows('delete from auth.users where id = $1', [gone.userId]);
  for (const task of [declined, failed, lost]) await sendNotice(task, services);
  expect(received).toEqual([]);
});

test('a server that is busy is asked again later; one that refuses for good is not', async () => {
  const user = await db.signUp('no-such@example.org');
  const task = await told(user);
  const logger = { ...services.logger, warn: vi.fn() } as never as typeof services.logger;
  refusal = { responseCode: 451, message: 'try later' };
  const busy = await sendNotice(task, { ...services, logger }).catch((error: Error) => error);
  expect(String(busy)).toBe('EmailNotSentError: the mail was not sent: EENVELOPE 451');
  refusal = { responseCode: 550, message: 'no such user' };
  await sendNotice(task, { ...services, logger });
  expect(JSON.stringify(vi.mocked(logger.warn).mock.calls)).not.toContain('no-such@');
  expect(await emailedAt(task.noticeId)).toEqual({ emailed_at: null });
  refusal = null;
  await sendNotice(task, services);
  expect(received).toHaveLength(1);
});

test('without a mail server, or with one that is away, the app alone tells', async () => {
  const task = await told(await db.signUp());
  await sendNotice(task, { ...services, email: null });
  const away: EmailClient = createEmailClient({ smtpUrl: 'smtp://127.0.0.1:1', from: 'a@b.co' });
  await expect(sendNotice(task, { ...services, email: away })).rejects.toThrow('not sent');
  away.close();
  expect(await emailedAt(task.noticeId)).toEqual({ emailed_at: null });
});

// Guards that mails of the sandbox are kept, shown without danger, and leave only by SMTP.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSmtpSender, type RunningEmail, startEmail } from './email.ts';

const message = {
  to: 'ann@example.com',
  subject: 'Reset <your> password',
  text: 'Open http://127.0.0.1:1/reset?token=abc&x=1 soon.',
  html: '<p>Hello</p><script>alert(1)</script><img src="https://spy.example/pixel">',
};
let folder: string;
let email: RunningEmail;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mindbot-email-'));
  email = await startEmail({ folder, port: 0, smtpPort: 0 });
});
afterEach(async () => {
  await email.stop();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (path: string) => {
  const response = await fetch(email.url + path);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

const inboxOf = async () => JSON.parse((await read('/emails.json')).text);

test('a mail sent by SMTP is kept with its text, its HTML and how to unsubscribe', async () => {
  const transport = nodemailer.createTransport(email.smtpUrl);
  await transport.sendMail({
    from: 'MindBot <hello@mindbot.test>',
    to: 'Zoë <zoe@example.com>',
    subject: 'Two minutes left — привет',
    text: 'Über 2 Minuten',
    html: '<p>Über <b>2</b> Minuten</p>',
    headers: {
      'List-Unsubscribe': '<https://mindbot.test/unsubscribe?token=abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  const [kept] = await inboxOf();
  expect(kept).toMatchObject({
    to: 'zoe@example.com',
    from: 'MindBot <hello@mindbot.test>',
    subject: 'Two minutes left — привет',
    text: expect.stringContaining('Über 2 Minuten'),
    html: expect.stringContaining('<p>Über <b>2</b> Minuten</p>'),
  });
  const page = (await read(`/emails/${kept.id}`)).text;
  expect(page).toContain('href="https://mindbot.test/unsubscribe?token=abc"');
  expect(page).toContain('(one click)');
});

test('a mail that is too large is refused, and the next one is taken', async () => {
  const transport = nodemailer.createTransport(email.smtpUrl);
  const mail = { from: 'a@example.com', to: 'b@example.com', subject: 'Large' };
  await expect(
    transport.sendMail({ ...mail, text: 'x'.repeat(6 * 1024 * 1024) }),
  ).rejects.toMatchObject({ responseCode: 552 });
  await transport.sendMail({ ...mail, subject: 'Small', text: 'x' });
  expect((await inboxOf()).map(({ subject }: { subject: string }) => subject)).toEqual(['Small']);
});

test('an empty inbox says so', async () => {
  expect((await read('/')).text).toContain('No mail yet');
});

test('a mail is kept for this user alone, listed and shown', async () => {
  await email.send(message);
  const [file] = readdirSync(folder);
  expect(statSync(join(folder, file ?? '')).mode & 0o077).toBe(0);
  const inbox = await read('/');
  expect(inbox.text).toContain('Reset &lt;your&gt; password');
  const [, path] = /href="(\/emails\/[^"]+)"/.exec(inbox.text) ?? [];
  const shown = await read(path ?? '');
  expect(shown.status).toBe(200);
  expect(shown.text).toContain('href="http://127.0.0.1:1/reset?token=abc&amp;x=1"');
});

test('what a mail brings along cannot run, and fetches nothing', async () => {
  await email.send(message);
  const [{ id }] = JSON.parse((await read('/emails.json')).text);
  const shown = await read(`/emails/${id}`);
  expect(shown.text).not.toContain('<script>alert');
  expect(shown.text).toContain('<iframe title="The mail as HTML" sandbox=""');
  const policy = shown.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https:|script-src/);
});

test('mails of an earlier run are still there, the newest first', async () => {
  await email.send({ ...message, subject: 'first' });
  await email.send({ ...message, subject: 'second' });
  await email.stop();
  email = await startEmail({ folder, port: 0, smtpPort: 0 });
  const subjects = JSON.parse((await read('/emails.json')).text).map(
    ({ subject }: { subject: string }) => subject,
  );
  expect(subjects).toEqual(['second', 'first']);
});

test.each(['/emails/../../secrets', '/emails/..%2F..%2Fsecrets', '/emails/nothing'])(
  'reads no other file: %s',
  async (path) => {
    expect((await read(path)).status).toBe(404);
  },
);

test('a taken port is named', async () => {
  const port = Number(new URL(email.url).port);
  await expect(startEmail({ folder, port, smtpPort: 0 })).rejects.toThrow(`Port ${port} is taken`);
  const smtpPort = Number(new URL(email.smtpUrl).port);
  await expect(startEmail({ folder, port: 0, smtpPort })).rejects.toThrow(`Port ${smtpPort}`);
});

test('with SMTP a mail goes to that server', async () => {
  const received = Promise.withResolvers<string>();
  const server: Server = createServer((socket) => {
    let body = '';
    let isBody = false;
    socket.write('220 test\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      for (const line of chunk.split('\r\n').filter(Boolean)) {
        if (isBody && line !== '.') body += `${line}\n`;
        else if (line === '.') {
          received.resolve(body);
          isBody = false;
          socket.write('250 kept\r\n');
        } else if (line === 'DATA') {
          isBody = true;
          socket.write('354 go on\r\n');
        } else socket.write('250 yes\r\n');
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await createSmtpSender(`smtp://127.0.0.1:${port}`, 'MindBot <hello@mindbot.test>')(message);
  const body = await received.promise;
  expect(body).toContain('To: ann@example.com');
  expect(body).toContain('From: MindBot <hello@mindbot.test>');
  expect(readdirSync(folder)).toEqual([]);
  server.close();
});

// Stands in for a mail provider: keeps each mail in a folder and shows it on a local page.
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import nodemailer from 'nodemailer';
import { inboxPage, messagePage, type StoredEmail } from './email-pages.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { PortTakenError } from './port-taken.ts';
import type { SupabaseEmail } from './supabase.ts';

/** Sends one mail. */
export type SendEmail = (message: SupabaseEmail) => Promise<void>;

/** Sends by a real SMTP server, for example `smtps://user:password@mail.example.com`. */
export function createSmtpSender(smtpUrl: string, from: string): SendEmail {
  const transport = nodemailer.createTransport(smtpUrl);
  return async (message) => {
    await transport.sendMail({ from, ...message });
  };
}

const idPattern = /^[0-9TZ-]+-[0-9]+$/;
/** The page lists at most so many mails, the newest first. */
const listedCount = 200;

function createStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const save: SendEmail = async (message) => {
    count += 1;
    const receivedAt = new Date().toISOString();
    const id = `${receivedAt.replaceAll(/[:.]/g, '-')}-${process.pid}${count}`;
    const email: StoredEmail = { id, receivedAt, ...message };
    const path = join(folder, `${id}.json`);
    writeFileSync(`${path}.new`, `${JSON.stringify(email, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  const read = (id: string): StoredEmail | null => {
    if (!idPattern.test(id)) return null;
    try {
      return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'));
    } catch {
      return null;
    }
  };
  const list = (): StoredEmail[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .reverse()
      .slice(0, listedCount)
      .flatMap((file) => read(file.slice(0, -'.json'.length)) ?? []);
  return { save, read, list };
}

/** A running mail stand-in. */
export type RunningEmail = { url: string; send: SendEmail; stop: () => Promise<void> };

/**
 * Starts the stand-in on loopback. Mails are files in `folder`, one JSON object each.
 * @throws {PortTakenError} when the port is in use.
 */
export async function startEmail(options: { folder: string; port: number }): Promise<RunningEmail> {
  const store = createStore(options.folder);
  const app = new Hono();
  app.use(async (context, next) => {
    if (!isLoopbackHost(context.req.url)) return context.text('Only on this machine.', 403);
    await next();
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('X-Frame-Options', 'DENY');
    context.header('Cache-Control', 'no-store');
  });
  app.get('/', (context) => {
    context.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    return context.html(inboxPage(store.list()));
  });
  app.get('/emails.json', (context) => context.json(store.list()));
  app.get('/emails/:id', (context) => {
    const email = store.read(context.req.param('id'));
    if (email === null) return context.text('There is no such mail.', 404);
    // A mail is somebody's HTML: it gets no scripts, no origin, and nothing from the network.
    context.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    return context.html(messagePage(email));
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(options.port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PortTakenError(`Port ${options.port} is taken by another program; mail needs it.`);
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send: store.save,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

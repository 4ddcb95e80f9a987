// Stands in for a mail provider: takes mail by SMTP, keeps it in a folder, shows it on a local page.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import nodemailer from 'nodemailer';
import { inboxPage, messagePage } from './email-pages.ts';
import { startSmtp } from './email-smtp.ts';
import { type EmailStore, openEmailStore } from './email-store.ts';
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

/** A running mail stand-in. */
export type RunningEmail = {
  /** The page that shows the mails. */
  url: string;
  /** Where programs send them. */
  smtpUrl: string;
  send: SendEmail;
  stop: () => Promise<void>;
};

function createApp(store: EmailStore): Hono {
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
  return app;
}

/**
 * Starts the stand-in on loopback. Mails are files in `folder`, one JSON object each.
 * @throws {PortTakenError} when a port is in use.
 */
export async function startEmail(options: {
  folder: string;
  port: number;
  smtpPort: number;
}): Promise<RunningEmail> {
  const store = openEmailStore(options.folder);
  const server = createAdaptorServer({ fetch: createApp(store).fetch });
  server.listen(options.port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PortTakenError(`Port ${options.port} is taken by another program; mail needs it.`);
  }
  const stopPage = async () => {
    const closed = once(server, 'close');
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
  };
  const smtp = await startSmtp(options.smtpPort, store.save).catch(async (error) => {
    await stopPage();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    smtpUrl: smtp.url,
    send: store.save,
    stop: async () => {
      await Promise.all([stopPage(), smtp.stop()]);
    },
  };
}

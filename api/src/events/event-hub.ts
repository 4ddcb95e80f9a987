// Brings what Postgres notifies to the open event streams of the user it concerns, and to no other.
import type { Logger } from '@mindbot/platform/logging';
import { createDatabaseListener } from '../clients/database-listener.ts';
import { EVENT_CHANNELS, type LiveEvent, toLiveEvent } from './live-event.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

/** Streams one user may have open at this process: tabs and devices. */
const STREAMS_OF_USER_MAX = 6;

/** Proxies and clients take a longer silence for a broken connection. */
const HEARTBEAT_MS = 15_000;

/** Where event streams get their events. */
export interface EventHub {
  /** How often a quiet stream shows that it is there. */
  readonly heartbeatMs: number;
  /**
   * A mailbox for one stream of a user, with `ready` in it. One too many closes the user's oldest:
   * a connection that broke without a word is seen as open for minutes, and refusing the newest for
   * the sake of such dead ones would shut out whoever is looking now.
   * @throws {DatabaseUnavailableError} when notifications cannot be heard.
   */
  open(userId: string): Promise<Mailbox>;
  /** How many streams are open. */
  count(): number;
  /** Ends every stream; none is opened any more. */
  close(): Promise<void>;
}

/** Makes a hub; it connects to Postgres when the first stream is opened. */
export function createEventHub(options: {
  url: string;
  logger: Logger;
  checkIntervalMs?: number;
  heartbeatMs?: number;
}): EventHub {
  const mailboxes = new Map<string, Set<Mailbox>>();
  let isClosed = false;
  const all = () => [...mailboxes.values()].flatMap((ofUser) => [...ofUser]);
  const ready: LiveEvent = { type: 'ready' };
  const listener = createDatabaseListener({
    ...options,
    channels: EVENT_CHANNELS,
    onNotification(channel, payload) {
      const told = toLiveEvent(channel, payload);
      if (!told) return;
      for (const mailbox of mailboxes.get(told.userId) ?? []) mailbox.put(told.event);
    },
    onReturn() {
      for (const mailbox of all()) mailbox.put(ready);
    },
  });

  function add(userId: string, mailbox: Mailbox): void {
    const ofUser = mailboxes.get(userId) ?? new Set();
    mailboxes.set(userId, ofUser.add(mailbox));
    void mailbox.closed.then(() => {
      ofUser.delete(mailbox);
      if (ofUser.size === 0 && mailboxes.get(userId) === ofUser) mailboxes.delete(userId);
    });
    const [oldest] = ofUser;
    if (ofUser.size > STREAMS_OF_USER_MAX) {
      oldest?.close();
      // At once, so that two opened in the same moment do not close the same one.
      if (oldest) ofUser.delete(oldest);
    }
  }

  return {
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    async open(userId) {
      await listener.listen();
      const mailbox = createMailbox();
      if (isClosed) mailbox.close();
      else add(userId, mailbox);
      mailbox.put(ready);
      return mailbox;
    },
    count: () => all().length,
    async close() {
      isClosed = true;
      for (const mailbox of all()) mailbox.close();
      await listener.close();
    },
  };
}

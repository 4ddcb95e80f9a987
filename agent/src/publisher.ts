// Tells the clients in the room: the live time every second, everything else reliably.
import { setTimeout as delay } from 'node:timers/promises';
import type { Room } from '@livekit/rtc-node';
import {
  type CallEvent,
  EVENT_TOPIC,
  TIME_TOPIC,
  type TimeEvent,
} from '@mindbot/platform/call-events';
import type { Logger } from '@mindbot/platform/logging';
import type { TimeSnapshot } from './call-effects.ts';

/** What must be delivered is waited for, but not for ever. */
const EVENT_TIMEOUT_MS = 1_000;

type PublishingRoom = {
  isConnected: boolean;
  localParticipant?: Pick<NonNullable<Room['localParticipant']>, 'publishData' | 'setAttributes'>;
};

/** The one writer of our topics in a room. */
export class Publisher {
  private readonly room: PublishingRoom;
  private readonly logger: Logger;
  private sequence = 0;

  constructor(room: PublishingRoom, logger: Logger) {
    this.room = room;
    this.logger = logger;
  }

  /** Sends a lossy packet; with `isChange` also sets the attribute that late joiners read. */
  publishTime(snapshot: TimeSnapshot, options: { isChange: boolean }): void {
    const { localParticipant } = this.room;
    if (!this.room.isConnected || !localParticipant) return;
    this.sequence += 1;
    const event: TimeEvent = {
      type: 'time',
      ...snapshot,
      sequence: this.sequence,
      at: new Date().toISOString(),
    };
    const text = JSON.stringify(event);
    this.unless(
      localParticipant.publishData(new TextEncoder().encode(text), {
        reliable: false,
        topic: TIME_TOPIC,
      }),
      'time packet',
    );
    if (!options.isChange) return;
    this.unless(localParticipant.setAttributes({ [TIME_TOPIC]: text }), 'time attribute');
  }

  /** Sends an event reliably; resolves when it is on its way or cannot be. */
  async publishEvent(event: CallEvent): Promise<void> {
    const { localParticipant } = this.room;
    if (!this.room.isConnected || !localParticipant) return;
    const bytes = new TextEncoder().encode(JSON.stringify(event));
    const sent = localParticipant.publishData(bytes, { reliable: true, topic: EVENT_TOPIC });
    const late = new AbortController();
    await Promise.race([
      sent,
      delay(EVENT_TIMEOUT_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ])
      .catch((error) => this.logger.warn({ err: error, type: event.type }, 'event not sent'))
      .finally(() => late.abort());
  }

  private unless(sending: Promise<unknown>, what: string): void {
    sending.catch((error) => this.logger.debug({ err: error, what }, 'not sent'));
  }
}

// Lets callers type to the agent, and keeps what they send within bounds: any client can write here.
import type { Room, TextStreamReader } from '@livekit/rtc-node';
import type { Logger } from '@mindbot/platform/logging';
import type { CallClock } from './call-clock.ts';

/** LiveKit's topic of typed messages. */
const CHAT_TOPIC = 'lk.chat';
const MAX_CHARACTERS = 2_000;
const MAX_MESSAGES_PER_WINDOW = 20;
const WINDOW_MS = 60_000;
/** Messages whose end does not come are given up, and only so many are read at once. */
const READ_TIMEOUT_MS = 10_000;
const MAX_OPEN_STREAMS = 4;

/** What becomes of typed messages. */
export interface TextInputOptions {
  room: Pick<Room, 'registerTextStreamHandler'>;
  userIdentity: string;
  clock: CallClock;
  logger: Logger;
  onMessage: (text: string) => void;
  onTooLong: () => void;
}

/** A message as read: its text, or that there is too much of it. */
type ReadMessage = { text: string } | { isTooLong: true };

async function readBounded(reader: TextStreamReader): Promise<ReadMessage> {
  let text = '';
  for await (const chunk of reader) {
    text += chunk;
    // Leaving the loop closes the stream, so the rest is never taken in.
    if (text.length > MAX_CHARACTERS) return { isTooLong: true };
  }
  return { text };
}

/** Text without what no keyboard types: control characters, broken surrogates, odd blanks. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}|\uFFFD/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Starts to listen. Floods, giants and garbage are dropped and counted, never passed on. */
export function acceptTextInput(options: TextInputOptions): void {
  const { clock, logger } = options;
  let acceptedAtMs: number[] = [];
  let openStreams = 0;
  let dropped = 0;

  const drop = (why: string) => {
    dropped += 1;
    // The first and then every hundredth: a flood must not become a flood of log lines.
    if (dropped % 100 === 1) logger.warn({ why, dropped }, 'typed message dropped');
  };

  async function receive(reader: TextStreamReader): Promise<void> {
    openStreams += 1;
    const cancel = clock.setTimer(READ_TIMEOUT_MS, () => void reader.close());
    try {
      const message = await readBounded(reader);
      if ('isTooLong' in message) {
        drop('too_long');
        options.onTooLong();
        return;
      }
      const text = cleanText(message.text);
      if (text === '') return drop('empty');
      options.onMessage(text);
    } finally {
      openStreams -= 1;
      cancel();
    }
  }

  options.room.registerTextStreamHandler(CHAT_TOPIC, (reader, sender) => {
    const nowMs = clock.nowMs();
    acceptedAtMs = acceptedAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS);
    const refusal =
      sender.identity !== options.userIdentity
        ? 'not_the_caller'
        : acceptedAtMs.length >= MAX_MESSAGES_PER_WINDOW || openStreams >= MAX_OPEN_STREAMS
          ? 'too_many'
          : null;
    if (refusal !== null) {
      drop(refusal);
      void reader.close();
      return;
    }
    acceptedAtMs.push(nowMs);
    receive(reader).catch((error) => {
      drop('unreadable');
      logger.debug({ err: error }, 'typed message could not be read');
    });
  });
}

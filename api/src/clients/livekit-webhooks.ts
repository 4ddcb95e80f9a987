// Tells real webhooks of our LiveKit server from forged and stale ones.
import { type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk';
import type { LivekitEvent } from '../ledger-types.ts';

/** Verifies webhooks. */
export interface LivekitWebhooks {
  /** The event of a webhook; null when signature, age or form is not right. */
  verify(body: string, authorization: string | undefined): Promise<LivekitEvent | null>;
}

/** Older events are refused: whoever replays one later learns nothing and changes nothing. */
const AGE_MS_MAX = 5 * 60_000;
/** How far LiveKit's clock may run ahead of ours. */
const AHEAD_MS_MAX = 60_000;
const CLOCK_TOLERANCE_SECONDS = 10;
const AGENT_KIND = 4;

/** Makes the verifier of webhooks signed with our LiveKit key. */
export function createLivekitWebhooks(options: {
  apiKey: string;
  apiSecret: string;
  now?: () => number;
}): LivekitWebhooks {
  const receiver = new WebhookReceiver(options.apiKey, options.apiSecret);
  const now = options.now ?? Date.now;
  return {
    async verify(body, authorization) {
      const event = await receiver
        .receive(body, authorization, false, CLOCK_TOLERANCE_SECONDS)
        .catch(() => null);
      if (!event || !isWellFormed(event)) return null;
      const createdAtMs = Number(event.createdAt) * 1_000;
      const ageMs = now() - createdAtMs;
      if (ageMs > AGE_MS_MAX || ageMs < -AHEAD_MS_MAX) return null;
      return toEvent(event, createdAtMs);
    },
  };
}

function isWellFormed(event: WebhookEvent): boolean {
  return /^.{1,128}$/.test(event.id) && /^\w{1,64}$/.test(event.event);
}

function toEvent(event: WebhookEvent, createdAtMs: number): LivekitEvent {
  const { participant } = event;
  return {
    id: event.id,
    type: event.event,
    roomName: (event.room?.name ?? '').slice(0, 128),
    createdAt: new Date(createdAtMs).toISOString(),
    participant: participant
      ? { identity: participant.identity, isAgent: Number(participant.kind) === AGENT_KIND }
      : null,
  };
}

// What the event stream tells a user, made from what Postgres notified.
import { z } from 'zod';

/** Something that changed. It names what to ask for again and carries no content. */
export type LiveEvent =
  /** The stream has begun, or has missed something: ask anew for what is shown. */
  | { type: 'ready' }
  | { type: 'balance_changed'; accountId: string }
  | { type: 'payment_changed'; paymentId: string; status: string }
  | { type: 'notice_created'; noticeId: string; kind: string }
  | { type: 'subscription_changed'; subscriptionId: string };

const userId = z.guid();
const payloads = {
  account_changed: z.object({ userId, accountId: z.guid() }).transform((payload) => ({
    userId: payload.userId,
    event: { type: 'balance_changed' as const, accountId: payload.accountId },
  })),
  payment_changed: z
    .object({ userId, paymentId: z.guid(), status: z.string() })
    .transform(({ userId: to, paymentId, status }) => ({
      userId: to,
      event: { type: 'payment_changed' as const, paymentId, status },
    })),
  notice_created: z
    .object({ userId, noticeId: z.guid(), kind: z.string() })
    .transform(({ userId: to, noticeId, kind }) => ({
      userId: to,
      event: { type: 'notice_created' as const, noticeId, kind },
    })),
  subscription_changed: z.object({ userId, subscriptionId: z.guid() }).transform((payload) => ({
    userId: payload.userId,
    event: { type: 'subscription_changed' as const, subscriptionId: payload.subscriptionId },
  })),
};

type Channel = keyof typeof payloads;

/** The channels of Postgres that the stream is made from. */
export const EVENT_CHANNELS = Object.keys(payloads) as Channel[];

/** Whom a notification concerns and what they are told; null when it concerns no user. */
export function toLiveEvent(
  channel: string,
  payload: string,
): { userId: string; event: LiveEvent } | null {
  if (!Object.hasOwn(payloads, channel)) return null;
  const parsed = payloads[channel as Channel].safeParse(parseJson(payload));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

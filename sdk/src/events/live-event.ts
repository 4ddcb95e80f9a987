// What the service tells a signed-in app by itself, read from the event stream.

/** Something that changed. It names what to ask for again and carries no content. */
export type LiveEvent =
  /** The stream has begun, at first or again: ask anew for what is shown. */
  | { type: 'ready' }
  | { type: 'balance_changed'; accountId: string }
  | { type: 'payment_changed'; paymentId: string; status: string }
  | { type: 'notice_created'; noticeId: string; kind: string }
  | { type: 'subscription_changed'; subscriptionId: string };

const FIELDS: Record<LiveEvent['type'], readonly string[]> = {
  ready: [],
  balance_changed: ['accountId'],
  payment_changed: ['paymentId', 'status'],
  notice_created: ['noticeId', 'kind'],
  subscription_changed: ['subscriptionId'],
};

/** The event of a message; null for one of a newer api, and for what is not what it should be. */
export function readLiveEvent(type: string, text: string): LiveEvent | null {
  if (!Object.hasOwn(FIELDS, type)) return null;
  const names = FIELDS[type as LiveEvent['type']];
  const data = names.length === 0 ? {} : parseObject(text);
  const entries = names.map((name) => [name, data?.[name]] as const);
  if (entries.some(([, value]) => typeof value !== 'string')) return null;
  return { type, ...Object.fromEntries(entries) } as LiveEvent;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : null;
  } catch {
    // Not JSON: nothing of the api's.
    return null;
  }
}

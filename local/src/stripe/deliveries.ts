// Delivers events to the endpoint until it takes them: late, twice or in disorder when told to.
import type Stripe from 'stripe';
import { signPayload } from './events.ts';
import type { Delivery, Store } from './store.ts';

/** How events are delivered; what is left out stays as it is. */
export type DeliveryOrders = {
  /** How many more times each event is sent although it was taken. */
  duplicates?: number;
  /** Gathers events for a moment and sends the newest first. */
  reorder?: boolean;
  /** How long each event waits before it is sent. */
  delayMs?: number;
  /** Nothing is sent; events wait, and can be listed. */
  isDown?: boolean;
};

/** Where events go. */
export type Endpoint = { url: string; secret: string };

const PARALLEL_MAX = 8;
const LONG_QUEUE = 20;
const GATHER_MS = 200;
const TIMEOUT_MS = 15_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;
/** Stripe gives up after three days; this many tries are hours. */
const ATTEMPTS_MAX = 200;

const retryDelayMs = (attempts: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10));

/** Sends events to one endpoint. */
export class Deliveries {
  private readonly store: Store;
  private readonly endpoint: Endpoint | null;
  private readonly onProblem: (text: string) => void;
  private readonly sending = new Set<string>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private isWaking = false;
  private waiting: (() => void)[] = [];
  private orders: Required<DeliveryOrders> = {
    duplicates: 0,
    reorder: false,
    delayMs: 0,
    isDown: false,
  };

  constructor(store: Store, endpoint: Endpoint | null, onProblem: (text: string) => void) {
    this.store = store;
    this.endpoint = endpoint;
    this.onProblem = onProblem;
  }

  /** How events are delivered now, and how many wait. */
  state(): Required<DeliveryOrders> & { waiting: number } {
    return { ...this.orders, waiting: this.store.deliveries.all().length };
  }

  set(orders: DeliveryOrders): void {
    this.orders = { ...this.orders, ...orders };
    this.wake();
  }

  /** Puts an event on its way. */
  add(eventId: string): void {
    if (this.endpoint === null) return;
    const { duplicates, reorder, delayMs } = this.orders;
    const dueAtMs = Date.now() + delayMs + (reorder ? GATHER_MS : 0);
    const id = `${eventId}#${Date.now()}`;
    this.store.deliveries.put({ id, eventId, attempts: 0, copies: 1 + duplicates, dueAtMs });
    this.wake();
  }

  /** Forgets what waits, as after days without an endpoint. */
  drop(): number {
    const waiting = this.store.deliveries.all();
    for (const { id } of waiting) this.store.deliveries.remove(id);
    this.settleIfIdle();
    return waiting.length;
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    if (this.isIdle()) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Looks at what is due, once for all that asks for it at the same time. */
  wake(): void {
    if (this.isWaking) return;
    this.isWaking = true;
    setImmediate(() => {
      this.isWaking = false;
      this.sendDue();
    });
  }

  /** Sends what is due, and sleeps until the next is. */
  private sendDue(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.orders.isDown || this.endpoint === null || this.stopping.signal.aborted) return;
    const now = Date.now();
    const waiting = this.store.deliveries.all().filter(({ id }) => !this.sending.has(id));
    const due = this.dueOf(waiting, now);
    for (const delivery of due.slice(0, this.room(waiting.length))) {
      void this.send(delivery, this.endpoint);
    }
    const next = Math.min(...waiting.filter(({ dueAtMs }) => dueAtMs > now).map((d) => d.dueAtMs));
    if (next === Infinity) return;
    this.timer = setTimeout(() => this.wake(), next - now + 1);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    while (this.sending.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** What is to be sent now; in disorder with it all that came shortly after, the newest first. */
  private dueOf(waiting: readonly Delivery[], now: number): Delivery[] {
    const due = waiting.filter(({ dueAtMs }) => dueAtMs <= now);
    if (!this.orders.reorder || due.length === 0) return due;
    const firstMs = Math.min(...due.map(({ dueAtMs }) => dueAtMs));
    return waiting.filter(({ dueAtMs }) => dueAtMs <= firstMs + GATHER_MS).reverse();
  }

  /** In disorder one at a time, so that it is the one that was meant, unless the queue is long. */
  private room(waitingCount: number): number {
    const isCareful = this.orders.reorder && waitingCount <= LONG_QUEUE;
    return (isCareful ? 1 : PARALLEL_MAX) - this.sending.size;
  }

  private isIdle(): boolean {
    return this.store.deliveries.all().length === 0 && this.sending.size === 0;
  }

  private settleIfIdle(): void {
    if (!this.isIdle()) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private async send(delivery: Delivery, endpoint: Endpoint): Promise<void> {
    this.sending.add(delivery.id);
    const event = this.store.events.get(delivery.eventId);
    const isTaken = event === undefined || (await this.post(event, endpoint));
    this.sending.delete(delivery.id);
    if (this.stopping.signal.aborted) return;
    this.note(delivery, event, isTaken);
    this.store.commit();
    this.settleIfIdle();
    this.wake();
  }

  private note(delivery: Delivery, event: Stripe.Event | undefined, isTaken: boolean): void {
    const { deliveries, events } = this.store;
    if (deliveries.get(delivery.id) === undefined) return;
    const attempts = delivery.attempts + 1;
    const copies = delivery.copies - (isTaken ? 1 : 0);
    if (isTaken && event) events.change(event, { pending_webhooks: 0 });
    if (copies === 0 || attempts > ATTEMPTS_MAX) deliveries.remove(delivery.id);
    else {
      const dueAtMs = isTaken ? 0 : Date.now() + retryDelayMs(attempts);
      deliveries.change(delivery, { attempts, copies, dueAtMs });
    }
  }

  private async post(event: Stripe.Event, endpoint: Endpoint): Promise<boolean> {
    const payload = JSON.stringify(event, null, 2);
    const signature = signPayload(payload, endpoint.secret, Math.floor(Date.now() / 1_000));
    try {
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'Stripe-Signature': signature,
        },
        body: payload,
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.stopping.signal]),
      });
      await answer.body?.cancel();
      if (!answer.ok) this.onProblem(`${event.type} was answered with ${answer.status}`);
      return answer.ok;
    } catch (error) {
      if (!this.stopping.signal.aborted) this.onProblem(`${event.type} was not taken: ${error}`);
      return false;
    }
  }
}

// Resource of the event stream: what changed on the account, as it happens.
import type { EventHub, EventListener, EventSubscription } from './event-hub.ts';

/** What happens on the account of the signed-in user, live. */
export class Events {
  readonly #hub: EventHub;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /**
   * Listens until closed. The stream comes back by itself after a failure, and `ready` then says to
   * ask anew for what is shown; without a valid token it waits for another one. However many listen,
   * there is one stream.
   * @example
   * const subscription = mindbot.events.subscribe({
   *   onEvent: async (event) => {
   *     if (event.type === 'balance_changed' || event.type === 'ready') await showBalance();
   *   },
   * });
   * leaveButton.onclick = () => subscription.close();
   */
  subscribe(listener: EventListener): EventSubscription {
    return this.#hub.subscribe(listener);
  }
}

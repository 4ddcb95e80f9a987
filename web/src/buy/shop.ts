// Holds what can be bought and with which card, loaded once and shown at once wherever it is needed.
import type { MindbotClient, MindbotError, Package, PaymentMethod } from '@mindbot/sdk';
import { isCardExpired } from '../account/card-name.ts';

/** The shop as last heard of; `packages` is null before the first answer. */
export type ShopState = {
  packages: readonly Package[] | null;
  /** The saved card that one press charges; null without one, and while it is not known. */
  card: PaymentMethod | null;
  error: MindbotError | null;
};

/** The shop. */
export type Shop = {
  getState(): ShopState;
  subscribe(listener: () => void): () => void;
  /** Asks again; what is known stays shown meanwhile, and stays when asking fails. */
  refresh(): Promise<void>;
};

/** Makes the shop; it asks nothing until {@link Shop.refresh} is called. */
export function createShop(client: Pick<MindbotClient, 'packages' | 'paymentMethods'>): Shop {
  const listeners = new Set<() => void>();
  let state: ShopState = { packages: null, card: null, error: null };
  const setState = (next: ShopState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh() {
      const [packages, methods] = await Promise.all([
        client.packages.list(),
        client.paymentMethods.list(),
      ]);
      const usable = methods.data?.items.find((method) => !isCardExpired(method)) ?? null;
      setState({
        packages: packages.data?.items ?? state.packages,
        // Without the cards there is still the form.
        card: methods.error ? state.card : usable,
        error: packages.error,
      });
    },
  };
}

// Gives a component the price of what is chosen, as a quote that the service keeps to.
import type { MindbotError, MindbotResult, Package, PriceQuote } from '@mindbot/sdk';
import { useEffect, useRef, useState } from 'react';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import type { PurchaseStep } from './purchase-state.ts';
import { usePurchase } from './use-purchase.ts';

/** A quote is renewed this long before it ends, so that nobody pays in its last second. */
const RENEW_EARLY_MS = 20_000;
/** A quote without time left, or a wrong clock, must not be asked for in a circle. */
const MIN_LIFE_MS = 15_000;

/** After these the quote is spent or worthless. */
const SPENT: readonly PurchaseStep[] = [
  'added',
  'declined',
  'canceled',
  'expired',
  'review',
  'refused',
];

type QuoteAnswer = Promise<MindbotResult<PriceQuote | null>>;

/** The price of what is chosen. */
export type QuoteLoad = {
  quote: PriceQuote | null;
  error: MindbotError | null;
  reload(): void;
};

/** Asks for a quote whenever the choice changes, the old one is about to end, or was spent. */
export function useQuote(item: Package | null, promoCode: string | null): QuoteLoad {
  const { client } = useServices();
  const [round, setRound] = useState(0);
  const slug = item?.slug ?? '';
  const load = useLoad(`${slug} ${promoCode ?? ''} ${round}`, async (signal): QuoteAnswer => {
    if (item === null) return { data: null, error: null };
    const params = { package: item.slug, promoCode: promoCode ?? undefined };
    return client.priceQuotes.create(params, { signal });
  });
  const renew = () => setRound((previous) => previous + 1);
  useRenewal(load.data, renew);
  useSpentQuote(renew);
  return { quote: load.data, error: load.error, reload: renew };
}

function useRenewal(quote: PriceQuote | null, renew: () => void): void {
  const { step } = usePurchase().state;
  const latest = useRef(renew);
  latest.current = renew;
  const expiresAt = quote?.expiresAt;
  useEffect(() => {
    if (expiresAt === undefined || step !== 'idle') return;
    const lifeMs = Date.parse(expiresAt) - Date.now() - RENEW_EARLY_MS;
    // Longer than a timer can count is as good as for ever.
    const delayMs = Math.min(Math.max(lifeMs, MIN_LIFE_MS), 2 ** 31 - 1);
    const timer = setTimeout(() => latest.current(), delayMs);
    return () => clearTimeout(timer);
  }, [expiresAt, step]);
}

function useSpentQuote(renew: () => void): void {
  const { step } = usePurchase().state;
  const previous = useRef(step);
  useEffect(() => {
    const wasSpent = SPENT.includes(step) && previous.current !== step;
    previous.current = step;
    if (wasSpent) renew();
  });
}

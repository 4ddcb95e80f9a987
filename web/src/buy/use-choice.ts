// Keeps which time card is chosen, and with which promo code, for a screen that sells.
import type { MindbotError, Package, PriceQuote } from '@mindbot/sdk';
import { useState } from 'react';
import { canChoose } from './purchase-state.ts';
import { usePurchase } from './use-purchase.ts';
import { useQuote } from './use-quote.ts';
import { useShop } from './use-shop.ts';

const isAboutPromo = (error: MindbotError | null): boolean =>
  error?.code.startsWith('promo_code_') ?? false;

/** What is on sale, what is chosen of it, and what that costs now. */
export function useChoice(firstSlug: string | null = null, firstCode: string | null = null) {
  const shop = useShop();
  const { state } = usePurchase();
  const [slug, setSlug] = useState(firstSlug);
  const [promoCode, setPromoCode] = useState(firstCode);
  const item = shop.packages?.find((each) => each.slug === slug) ?? shop.packages?.[0] ?? null;
  const promoLoad = useQuote(item, promoCode);
  // A code that does not fit what is chosen now is left aside, and said to be.
  const hasPromoFailed = promoCode !== null && isAboutPromo(promoLoad.error);
  const plainLoad = useQuote(hasPromoFailed ? item : null, null);
  const { quote, error, reload } = hasPromoFailed ? plainLoad : promoLoad;
  return {
    ...shop,
    item,
    choose: setSlug,
    promoCode,
    applyPromo: setPromoCode,
    promoFailureCode: hasPromoFailed ? (promoLoad.error?.code ?? null) : null,
    /** The quote to pay by; null while it is asked for. */
    quote,
    /** The quote to show: the listed price until the quote is there. */
    shownQuote: quote ?? (item && listedQuote(item)),
    quoteError: error,
    reloadQuote: reload,
    isLocked: !canChoose(state),
  };
}

/** Everything {@link useChoice} gives. */
export type Choice = ReturnType<typeof useChoice>;

function listedQuote(item: Package): PriceQuote {
  return {
    id: '',
    package: item,
    quantity: 1,
    timeMs: item.timeMs,
    baseAmountMinor: item.amountMinor,
    amountMinor: item.amountMinor,
    currency: item.currency,
    adjustments: [],
    promoCode: null,
    isTaxIncluded: true,
    expiresAt: '',
  };
}

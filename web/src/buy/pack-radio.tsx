// The choice of a time card: minutes, price, price of a minute, and until when it is to be used.
import type { Package } from '@mindbot/sdk';
import { useId } from 'react';
import { buyCopy } from '../copy/buy.ts';
import { formatDay, formatMinutePrice, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';

const DAY_MS = 86_400_000;

type PackRadioProps = {
  packages: readonly Package[];
  chosenSlug: string;
  onChoose: (slug: string) => void;
  /** Rows instead of cards, where there is little room. */
  isCompact?: boolean;
  /** A purchase is open; the choice waits for it. */
  isLocked?: boolean;
};

/** Time cards as radio buttons. */
export function PackRadio(props: PackRadioProps) {
  const { packages, chosenSlug, onChoose, isCompact = false, isLocked = false } = props;
  const name = useId();
  return (
    <fieldset className="packs" data-compact={isCompact} disabled={isLocked}>
      <legend className={isCompact ? 'sr-only' : 'packs-title'}>{buyCopy.choose}</legend>
      {packages.map((item) => (
        <label key={item.slug} className="pack">
          <input
            type="radio"
            name={name}
            className="pack-input"
            checked={item.slug === chosenSlug}
            onChange={() => onChoose(item.slug)}
          />
          <PackFacts item={item} />
        </label>
      ))}
    </fieldset>
  );
}

function PackFacts({ item }: { item: Package }) {
  const perMinute = formatMinutePrice(item.amountMinor, item.timeMs, item.currency);
  return (
    <span className="pack-facts">
      <span className="pack-name">{item.name}</span>
      <span className="pack-price">{formatMoney(item.amountMinor, item.currency)}</span>
      <span className="pack-detail">{fillMessage(buyCopy.perMinute, { price: perMinute })}</span>
      <span className="pack-detail pack-use-by">{useByText(item)}</span>
    </span>
  );
}

function useByText({ validForDays }: Package): string {
  if (validForDays === null) return buyCopy.neverEnds;
  const day = formatDay(new Date(Date.now() + validForDays * DAY_MS).toISOString());
  return fillMessage(buyCopy.useBy, { day });
}

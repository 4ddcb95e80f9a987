// The time cards on sale with what each costs, as the service has them now.
import type { Package } from '@mindbot/sdk';
import { Loaded } from '../components/loaded.tsx';
import { priceCopy } from '../copy/prices.ts';
import { formatBalance, formatMinutePrice, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';

/** The list, cheapest minute last, as the service orders it. */
export default function PriceList() {
  const { client } = useServices();
  const load = useLoad('packages', (signal) => client.packages.list({}, { signal }));
  return (
    <Loaded load={load} isAlert={false}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-muted">{priceCopy.none}</p>
        ) : (
          <ul className="price-list" aria-label={priceCopy.list}>
            {items.map((item) => (
              <PriceCard key={item.id} item={item} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function PriceCard({ item }: { item: Package }) {
  const { timeMs, amountMinor, currency, validForDays } = item;
  const price = formatMinutePrice(amountMinor, timeMs, currency);
  return (
    <li className="price-card">
      <h3 className="font-medium">{formatBalance(timeMs)}</h3>
      <p className="price-amount">{formatMoney(amountMinor, currency)}</p>
      <p className="text-sm text-muted">{fillMessage(priceCopy.perMinute, { price })}</p>
      <p className="text-sm text-muted">
        {validForDays === null
          ? priceCopy.noEnd
          : fillMessage(priceCopy.validFor, { days: validForDays })}
      </p>
    </li>
  );
}

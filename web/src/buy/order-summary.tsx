// What an order costs and why, in the words the payer should see before paying.
import type { PriceQuote } from '@mindbot/sdk';
import { buyCopy, summaryCopy } from '../copy/buy.ts';
import { unitsCopy } from '../copy/units.ts';
import { formatBalance, formatMinutePrice, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';

/** The lines of a quote: listed price, each adjustment with its reason, and the total. */
export function OrderSummary({ quote }: { quote: PriceQuote }) {
  const { currency, adjustments, amountMinor, baseAmountMinor } = quote;
  const money = (amount: number) => formatMoney(amount, currency);
  return (
    <div>
      <dl>
        <div className="order-line">
          <dt>{quote.package.name}</dt>
          <dd>{money(baseAmountMinor)}</dd>
        </div>
        {adjustments.map(({ kind, text, amountMinor: change }) => (
          <div key={`${kind} ${text}`} className="order-line" data-lower={change < 0}>
            <dt>{text}</dt>
            <dd>
              {fillMessage(change < 0 ? unitsCopy.taken : unitsCopy.added, {
                amount: money(Math.abs(change)),
              })}
            </dd>
          </div>
        ))}
        <div className="order-line" data-total="true">
          <dt>{summaryCopy.total}</dt>
          <dd>{money(amountMinor)}</dd>
        </div>
      </dl>
      <OrderDetails quote={quote} />
    </div>
  );
}

/** "30 min · €0.15/min · VAT included". */
function OrderDetails({ quote }: { quote: PriceQuote }) {
  const price = formatMinutePrice(quote.amountMinor, quote.timeMs, quote.currency);
  const text = fillMessage(summaryCopy.details, {
    time: formatBalance(quote.timeMs),
    perMinute: fillMessage(buyCopy.perMinute, { price }),
    tax: quote.isTaxIncluded ? summaryCopy.taxIncluded : summaryCopy.noTax,
  });
  return <p className="order-details">{text}</p>;
}

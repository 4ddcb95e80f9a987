// What a call costs, in three sentences that follow the ledger's own rules.
import { landingCopy } from '../copy/landing.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

/** The three rules of billing. */
export function PriceStrip() {
  const minutes = Math.floor(useServices().config.trialMs / 60_000);
  return (
    <section id="prices" aria-labelledby="prices-title" className="landing-section">
      <h2 id="prices-title" className="text-2xl font-bold tracking-tight">
        {landingCopy.pricesTitle}
      </h2>
      <ul className="price-strip">
        {landingCopy.prices.map(({ title, text }) => (
          <li key={title}>
            <h3 className="text-lg font-bold">{fillMessage(title, { minutes })}</h3>
            <p className="mt-1 text-muted">{text}</p>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-sm text-muted">{landingCopy.pricesNote}</p>
    </section>
  );
}

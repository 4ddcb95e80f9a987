// What a call costs: the time cards on sale, and the rules of counting that follow the ledger's own.
import { lazy, Suspense } from 'react';
import { LoadingLines } from '../components/loaded.tsx';
import { landingCopy } from '../copy/landing.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';

// Prices stand below the first look, and asking for them needs code the first look does not.
const PriceList = lazy(() => import('./price-list.tsx'));

/** The prices and the three rules of billing. */
export function PriceStrip() {
  const minutes = Math.floor(useServices().config.trialMs / 60_000);
  return (
    <section id="prices" aria-labelledby="prices-title" className="landing-section">
      <h2 id="prices-title" className="text-2xl font-bold tracking-tight">
        {landingCopy.pricesTitle}
      </h2>
      <div className="price-list-place">
        <Suspense fallback={<LoadingLines />}>
          <PriceList />
        </Suspense>
      </div>
      <ul className="price-strip">
        {landingCopy.prices.map(({ title, text }) => (
          <li key={title}>
            <h3 className="text-lg font-bold">{fillMessage(title, { minutes })}</h3>
            <p className="mt-1 text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

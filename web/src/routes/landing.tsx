// The first page: what MindBot is, and an account within one form.
import { SignUpCard } from '../auth/sign-up-card.tsx';
import { Logo } from '../components/logo.tsx';
import { usePageTitle } from '../components/page.tsx';
import { PublicTopBar } from '../components/public-top-bar.tsx';
import { MAIN_ID } from '../components/skip-link.tsx';
import { landingCopy } from '../copy/landing.ts';
import { shellCopy } from '../copy/shell.ts';
import { HowItWorks } from '../landing/how-it-works.tsx';
import { PriceStrip } from '../landing/price-strip.tsx';
import { SampleRing, SampleTranscript } from '../landing/sample-call.tsx';

/** The landing page. */
export default function Landing() {
  const headingRef = usePageTitle(landingCopy.title);
  return (
    <>
      <PublicTopBar hasSections />
      <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-6xl px-(--page-inset)">
        <div className="landing-hero">
          <div className="landing-words">
            <h1 ref={headingRef} tabIndex={-1} className="landing-headline">
              {landingCopy.headline}
            </h1>
            <p className="mt-4 max-w-[34rem] text-lg text-muted">{landingCopy.lede}</p>
          </div>
          <SampleRing />
          <div className="landing-form">
            <SignUpCard />
          </div>
          <SampleTranscript />
        </div>
        <PriceStrip />
        <HowItWorks />
      </main>
      <footer className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-(--page-inset) py-12 text-sm text-muted">
        <Logo name={shellCopy.brand} />
        <p>{landingCopy.footer}</p>
      </footer>
    </>
  );
}

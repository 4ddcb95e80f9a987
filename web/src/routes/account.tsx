// The account: time and money, what is told of them, settings and the way out.
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { AutoTopUp } from '../account/auto-top-up.tsx';
import { CallSettings } from '../account/call-settings.tsx';
import { Ledger } from '../account/ledger.tsx';
import { Payments } from '../account/payments.tsx';
import { PromoCode } from '../account/promo-code.tsx';
import { Referral } from '../account/referral.tsx';
import { SavedCards } from '../account/saved-cards.tsx';
import { SectionNav } from '../account/section-nav.tsx';
import { TimeCards } from '../account/time-cards.tsx';
import { Button, buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { accountCopy } from '../copy/account.ts';
import { shellCopy } from '../copy/shell.ts';
import { NoticePreferences } from '../notices/notice-preferences.tsx';
import { useServices } from '../services.tsx';
import { Subscription } from '../subscription/subscription.tsx';

const sections = [
  ['time-cards', accountCopy.timeCards],
  ['subscription', accountCopy.subscription],
  ['payments', accountCopy.payments],
  ['saved-cards', accountCopy.savedCards],
  ['auto-top-up', accountCopy.autoTopUp],
  ['promo-code', accountCopy.promoCode],
  ['referral', accountCopy.referral],
  ['ledger', accountCopy.ledger],
  ['notices', accountCopy.notices],
  ['settings', accountCopy.settings],
  ['sign-out', accountCopy.signOutSection],
] as const;

type SectionId = (typeof sections)[number][0];

/** The account page. */
export default function Account() {
  const [cardRound, setCardRound] = useState(0);
  const bodies: Record<SectionId, ReactNode> = {
    'time-cards': <TimeCards />,
    subscription: <Subscription />,
    payments: <Payments />,
    'saved-cards': <SavedCards onChange={() => setCardRound((round) => round + 1)} />,
    'auto-top-up': <AutoTopUp round={cardRound} />,
    'promo-code': <PromoCode />,
    referral: <Referral />,
    ledger: <Ledger />,
    notices: <NoticePreferences />,
    settings: <CallSettings />,
    'sign-out': <SignOut />,
  };
  useEffect(() => {
    // A link to a section comes before the section is drawn, so the browser could not follow it.
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <Page title={accountCopy.title}>
      <div className="account-columns">
        <SectionNav sections={sections} />
        <div className="grid min-w-0 grid-cols-1 gap-12">
          {sections.map(([id, title]) => (
            <section key={id} id={id} aria-labelledby={`${id}-title`} className="account-section">
              <h2 id={`${id}-title`} className="mb-4 text-xl font-bold tracking-tight">
                {title}
              </h2>
              {bodies[id]}
            </section>
          ))}
        </div>
      </div>
    </Page>
  );
}

function SignOut() {
  const { auth } = useServices();
  return (
    <>
      <p className="mb-4 text-muted">{accountCopy.signOutText}</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void auth.signOut()}>{shellCopy.signOut}</Button>
        <Link href="/set-password" className={buttonClass('quiet')}>
          {accountCopy.changePassword}
        </Link>
      </div>
    </>
  );
}

// The account: time cards, the ledger, settings and the way out.
import { Link } from 'wouter';
import { CallSettings } from '../account/call-settings.tsx';
import { Ledger } from '../account/ledger.tsx';
import { TimeCards } from '../account/time-cards.tsx';
import { Button, buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { accountCopy } from '../copy/account.ts';
import { shellCopy } from '../copy/shell.ts';
import { useServices } from '../services.tsx';

const sections = [
  ['time-cards', accountCopy.timeCards],
  ['ledger', accountCopy.ledger],
  ['settings', accountCopy.settings],
  ['sign-out', accountCopy.signOutSection],
] as const;

/** The account page. */
export default function Account() {
  const { auth } = useServices();
  return (
    <Page title={accountCopy.title}>
      <div className="account-columns">
        <nav aria-label={accountCopy.sections} className="section-nav">
          {sections.map(([id, name]) => (
            <a key={id} href={`#${id}`}>
              {name}
            </a>
          ))}
        </nav>
        <div className="grid min-w-0 gap-12">
          <Section id="time-cards" title={accountCopy.timeCards}>
            <TimeCards />
          </Section>
          <Section id="ledger" title={accountCopy.ledger}>
            <Ledger />
          </Section>
          <Section id="settings" title={accountCopy.settings}>
            <CallSettings />
          </Section>
          <Section id="sign-out" title={accountCopy.signOutSection}>
            <p className="mb-4 text-muted">{accountCopy.signOutText}</p>
            <div className="flex flex-wrap gap-3">
              <Button onClick={() => void auth.signOut()}>{shellCopy.signOut}</Button>
              <Link href="/set-password" className={buttonClass('quiet')}>
                {accountCopy.changePassword}
              </Link>
            </div>
          </Section>
        </div>
      </div>
    </Page>
  );
}

type SectionProps = { id: string; title: string; children: React.ReactNode };

function Section({ id, title, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-24">
      <h2 id={`${id}-title`} className="mb-4 text-xl font-bold tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}

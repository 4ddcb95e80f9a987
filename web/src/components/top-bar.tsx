// The bar over every page of a signed-in person.
import { CircleUserRound } from 'lucide-react';
import { lazy } from 'react';
import { Link, useRoute } from 'wouter';
import { shellCopy } from '../copy/shell.ts';
import { NoticeBell } from '../notices/notice-bell.tsx';
import { LazyMenu } from './lazy-menu.tsx';
import { Logo } from './logo.tsx';
import { TimePill } from './time-pill.tsx';

const AccountMenu = lazy(() => import('./account-menu.tsx'));

const links = [
  ['/talk', shellCopy.talk],
  ['/history', shellCopy.history],
  ['/buy', shellCopy.buy],
] as const;

/** Logo, navigation, time left, the notices and the account menu. */
export function TopBar() {
  return (
    <header className="top-bar">
      <Link href="/talk" aria-label={shellCopy.home} className="inline-flex min-h-11 items-center">
        <Logo name={shellCopy.brand} />
      </Link>
      <nav aria-label={shellCopy.mainNavigation} className="top-nav">
        {links.map(([href, label]) => (
          <TopLink key={href} href={href} label={label} />
        ))}
      </nav>
      <TimePill />
      <NoticeBell />
      <LazyMenu
        icon={<CircleUserRound className="size-6" aria-hidden="true" />}
        label={shellCopy.accountMenu}
        Menu={AccountMenu}
        rest={{}}
      />
    </header>
  );
}

function TopLink({ href, label }: { href: string; label: string }) {
  const [isHere] = useRoute(`${href}/*?`);
  return (
    <Link href={href} aria-current={isHere ? 'page' : undefined}>
      {label}
    </Link>
  );
}

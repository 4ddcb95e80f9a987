// The bar over the pages of those who are not signed in.
import { Link } from 'wouter';
import { shellCopy } from '../copy/shell.ts';
import { buttonClass } from './button.tsx';
import { Logo } from './logo.tsx';

/** Logo and the way to sign in; on the landing page also its sections. */
export function PublicTopBar({ hasSections = false }: { hasSections?: boolean }) {
  return (
    <header className="mx-auto flex min-h-16 w-full max-w-6xl items-center gap-2 px-(--page-inset)">
      <Link
        href="/"
        aria-label={shellCopy.home}
        className="inline-flex min-h-11 items-center me-auto"
      >
        <Logo name={shellCopy.brand} />
      </Link>
      {hasSections && (
        <nav aria-label={shellCopy.mainNavigation} className="hidden sm:flex">
          <a href="#prices" className={buttonClass('quiet')}>
            {shellCopy.prices}
          </a>
          <a href="#help" className={buttonClass('quiet')}>
            {shellCopy.help}
          </a>
        </nav>
      )}
      {hasSections && (
        <Link href="/sign-in" className={buttonClass('secondary')}>
          {shellCopy.signIn}
        </Link>
      )}
    </header>
  );
}

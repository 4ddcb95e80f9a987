// Where a mistyped address ends.
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { shellCopy } from '../copy/shell.ts';

/** The page for every unknown address. */
export default function NotFound() {
  return (
    <Page title={shellCopy.notFoundTitle} width="narrow">
      <p className="mb-6 text-muted">{shellCopy.notFoundText}</p>
      <Link href="/" className={buttonClass('primary')}>
        {shellCopy.goHome}
      </Link>
    </Page>
  );
}

// Stands in beside a call for what sells, when that could not be loaded.
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { callCopy } from '../copy/call.ts';

/** The way to the page that sells; the call goes on meanwhile. */
export default function BuyLink() {
  return (
    <Link href="/buy" className={buttonClass('primary')}>
      {callCopy.buyTime}
    </Link>
  );
}

// Where time will be bought; until then it says so, and shows what there is.
import { Link } from 'wouter';
import { useBalance } from '../balance/use-balance.ts';
import { isCallRunning } from '../call/is-call-running.ts';
import { useCall } from '../call/use-call.ts';
import { buttonClass } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { buyCopy } from '../copy/account.ts';
import { shellCopy } from '../copy/shell.ts';
import { formatBalance, formatDay } from '../format.ts';

/** The page behind every button that offers more time. */
export default function Buy() {
  const { balance } = useBalance();
  const call = useCall();
  const isInCall = isCallRunning(call);
  const liveMs = isInCall ? call.snapshot?.time?.remainingMs : undefined;
  const leftMs = liveMs ?? balance?.remainingMs;
  const nextExpiryAt = balance?.nextExpiryAt ?? null;
  return (
    <Page title={buyCopy.title}>
      <div className="grid max-w-2xl gap-8">
        <Notice>
          <strong className="block text-base">{buyCopy.notOpenTitle}</strong>
          {buyCopy.notOpenText}
        </Notice>
        <dl className="buy-facts">
          <div>
            <dt>{buyCopy.balance}</dt>
            <dd>{leftMs === undefined ? '…' : formatBalance(leftMs)}</dd>
          </div>
          <div>
            <dt>{buyCopy.nextExpiry}</dt>
            <dd>{nextExpiryAt ? formatDay(nextExpiryAt) : buyCopy.noExpiry}</dd>
          </div>
        </dl>
        <div className="grid gap-6 sm:grid-cols-2">
          <section>
            <h2 className="font-bold">{buyCopy.billedTitle}</h2>
            <p className="mt-1 text-muted">{buyCopy.billed}</p>
          </section>
          <section>
            <h2 className="font-bold">{buyCopy.notBilledTitle}</h2>
            <p className="mt-1 text-muted">{buyCopy.notBilled}</p>
          </section>
        </div>
        <p>
          <Link href="/talk" className={buttonClass('primary')}>
            {isInCall ? shellCopy.backToCall : buyCopy.back}
          </Link>
        </p>
      </div>
    </Page>
  );
}

// The time a person has, card by card: left of all, what was taken or paused, and its use-by date.
import type { TimeGrant } from '@mindbot/sdk';
import { Link } from 'wouter';
import { useBalance } from '../balance/use-balance.ts';
import { Button, buttonClass } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { sourceCopy, timeCardsCopy } from '../copy/account.ts';
import { shellCopy } from '../copy/shell.ts';
import { failureText } from '../failure-text.ts';
import { formatBalance, formatDay } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { daysUntil, EXPIRY_NOTICE_DAYS } from './expiry.ts';

/** The cards, the one that is used first on top. */
export function TimeCards() {
  const { balance: store } = useServices();
  const { balance, error } = useBalance();
  if (balance === null) {
    if (error === null) return <LoadingLines />;
    const tryAgain = <Button onClick={() => void store.refresh()}>{shellCopy.tryAgain}</Button>;
    return (
      <Notice tone="failure" action={tryAgain}>
        {failureText(error.code)}
      </Notice>
    );
  }
  const cards = balance.timeGrants.filter(
    ({ remainingMs, pausedMs }) => remainingMs > 0 || pausedMs > 0,
  );
  if (cards.length === 0) {
    return (
      <div className="grid justify-items-start gap-3">
        <p className="text-muted">{timeCardsCopy.none}</p>
        <Link href="/buy" className={buttonClass('primary')}>
          {timeCardsCopy.buy}
        </Link>
      </div>
    );
  }
  return (
    <>
      <ul className="time-cards">
        {cards.map((card) => (
          <TimeCard key={card.id} card={card} />
        ))}
      </ul>
      {cards.length > 1 && <p className="mt-3 text-sm text-muted">{timeCardsCopy.burnOrder}</p>}
    </>
  );
}

function TimeCard({ card }: { card: TimeGrant }) {
  const amounts = {
    left: formatBalance(card.remainingMs),
    all: formatBalance(card.grantedMs),
  };
  return (
    <li className="time-card" data-paused={card.pausedMs > 0}>
      <p className="text-sm font-medium text-muted">{sourceCopy[card.source]}</p>
      <p className="mt-1 text-xl font-bold">{fillMessage(timeCardsCopy.remaining, amounts)}</p>
      <progress
        className="time-card-bar"
        max={card.grantedMs}
        value={card.remainingMs}
        aria-hidden="true"
      />
      {card.pausedMs > 0 && (
        <p className="text-sm font-medium text-amber">
          {fillMessage(timeCardsCopy.paused, { time: formatBalance(card.pausedMs) })}
        </p>
      )}
      {card.refundedMs > 0 && (
        <p className="text-sm text-muted">
          {fillMessage(timeCardsCopy.refunded, { time: formatBalance(card.refundedMs) })}
        </p>
      )}
      <UseBy expiresAt={card.expiresAt} />
    </li>
  );
}

function UseBy({ expiresAt }: { expiresAt: string | null }) {
  if (expiresAt === null) return <p className="text-sm text-muted">{timeCardsCopy.noExpiry}</p>;
  const days = daysUntil(expiresAt);
  return (
    <p className="text-sm text-muted">
      {fillMessage(timeCardsCopy.useBy, { day: formatDay(expiresAt) })}
      {days <= EXPIRY_NOTICE_DAYS && (
        <strong className="block text-amber">
          {fillMessage(timeCardsCopy.expiresSoon, { days })}
        </strong>
      )}
    </p>
  );
}

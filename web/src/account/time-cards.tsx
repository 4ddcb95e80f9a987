// The time a person has, card by card, with its use-by date.
import type { TimeGrant } from '@mindbot/sdk';
import { useBalance } from '../balance/use-balance.ts';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { accountCopy, sourceCopy } from '../copy/account.ts';
import { failureText } from '../failure-text.ts';
import { formatBalance, formatDay } from '../format.ts';
import { fillMessage } from '../message.ts';
import { daysUntil, EXPIRY_NOTICE_DAYS } from './expiry.ts';

/** The cards, the one that is used first on top. */
export function TimeCards() {
  const { balance, error } = useBalance();
  if (balance === null) {
    return error ? <Notice tone="failure">{failureText(error.code)}</Notice> : <LoadingLines />;
  }
  const cards = balance.timeGrants.filter(({ remainingMs }) => remainingMs > 0);
  if (cards.length === 0) return <p className="text-muted">{accountCopy.noCards}</p>;
  return (
    <>
      <ul className="time-cards">
        {cards.map((card) => (
          <TimeCard key={card.id} card={card} />
        ))}
      </ul>
      {cards.length > 1 && <p className="mt-3 text-sm text-muted">{accountCopy.burnOrder}</p>}
    </>
  );
}

function TimeCard({ card }: { card: TimeGrant }) {
  const amounts = {
    left: formatBalance(card.remainingMs),
    all: formatBalance(card.grantedMs),
  };
  return (
    <li className="time-card">
      <p className="text-sm font-medium text-muted">{sourceCopy[card.source]}</p>
      <p className="mt-1 text-xl font-bold">{fillMessage(accountCopy.remaining, amounts)}</p>
      <progress
        className="time-card-bar"
        max={card.grantedMs}
        value={card.remainingMs}
        aria-hidden="true"
      />
      <UseBy expiresAt={card.expiresAt} />
    </li>
  );
}

function UseBy({ expiresAt }: { expiresAt: string | null }) {
  if (expiresAt === null) return <p className="text-sm text-muted">{accountCopy.noExpiry}</p>;
  const days = daysUntil(expiresAt);
  return (
    <p className="text-sm text-muted">
      {fillMessage(accountCopy.useBy, { day: formatDay(expiresAt) })}
      {days <= EXPIRY_NOTICE_DAYS && (
        <strong className="block text-amber">
          {fillMessage(accountCopy.expiresSoon, { days })}
        </strong>
      )}
    </p>
  );
}

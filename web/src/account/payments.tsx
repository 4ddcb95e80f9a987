// What was paid, newest first: for what, how much, where it stands, and the receipt.
import type { Payment } from '@mindbot/sdk';
import { ExternalLink } from 'lucide-react';
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { LoadedPages } from '../components/loaded-pages.tsx';
import { paymentsCopy } from '../copy/payments.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { usePages } from '../use-pages.ts';
import { paymentLine } from './payment-line.ts';

const PAGE_SIZE = 5;

/** The list of payments; follows what happens to them. */
export function Payments() {
  const { client } = useServices();
  const pages = usePages<Payment>(PAGE_SIZE, (params, options) =>
    client.payments.list(params, options),
  );
  useLiveEvent(({ type }) => {
    if (type === 'payment_changed' || type === 'ready') pages.reload();
  });
  return (
    <LoadedPages pages={pages} more={paymentsCopy.loadMore} empty={<NoPayments />}>
      {(payments) => (
        <ul className="money-rows" aria-label={paymentsCopy.list}>
          {payments.map((payment) => (
            <PaymentRow key={payment.id} payment={payment} />
          ))}
        </ul>
      )}
    </LoadedPages>
  );
}

function NoPayments() {
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-muted">{paymentsCopy.none}</p>
      <Link href="/buy" className={buttonClass()}>
        {paymentsCopy.buy}
      </Link>
    </div>
  );
}

function PaymentRow({ payment }: { payment: Payment }) {
  const { what, day, price, card, status, tone, detail, canTryAgain } = paymentLine(payment);
  return (
    <li className="money-row" data-tone={tone}>
      <p className="money-what">
        {what}
        {payment.isTest && <span className="test-tag">{paymentsCopy.test}</span>}
      </p>
      <p className="money-price">{price}</p>
      <p className="money-meta">
        <span>{day}</span>
        {card && <span>{card}</span>}
        {payment.receiptUrl && (
          <a
            href={payment.receiptUrl}
            target="_blank"
            rel="noreferrer"
            className="link inline-flex items-center gap-1"
            aria-label={fillMessage(paymentsCopy.receiptOf, { what, day })}
          >
            {paymentsCopy.receipt}
            <ExternalLink className="size-3.5" aria-hidden="true" />
          </a>
        )}
      </p>
      <p className="money-status">{status}</p>
      {detail && (
        <p className="money-detail">
          {detail}
          {canTryAgain && (
            <Link href="/buy" className="link">
              {paymentsCopy.tryAgain}
            </Link>
          )}
        </p>
      )}
    </li>
  );
}

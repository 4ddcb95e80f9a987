// The paper of a receipt: lines that add up, the cards that paid, and what was arranged.
import type { VoiceSession } from '@mindbot/sdk';
import { ContactRound, Ticket } from 'lucide-react';
import { sourceCopy } from '../copy/account.ts';
import { historyCopy } from '../copy/history.ts';
import { receiptCopy } from '../copy/receipt.ts';
import { formatDay, formatTime } from '../format.ts';
import { fillMessage } from '../message.ts';
import { cardLines, receiptLines } from './receipt-lines.ts';

/** The receipt itself. */
export function ReceiptCard({ call }: { call: VoiceSession }) {
  const when = { day: formatDay(call.createdAt), time: formatTime(call.createdAt) };
  return (
    <section className="receipt" aria-label={receiptCopy.pageTitle}>
      <p className="receipt-head">
        <span className="font-bold">{call.assistant.name}</span>
        <span>{fillMessage(historyCopy.when, when)}</span>
      </p>
      <dl className="receipt-lines">
        {receiptLines(call).map(({ label, value, isTotal, hint }) => (
          <div key={label} className="receipt-line" data-total={isTotal}>
            <dt>
              {label}
              {hint && <span className="receipt-hint">{hint}</span>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CardsUsed call={call} />
      <Arranged call={call} />
      <p className="receipt-reference">
        {fillMessage(receiptCopy.reference, { id: call.id.slice(0, 8) })}
      </p>
    </section>
  );
}

function CardsUsed({ call }: { call: VoiceSession }) {
  if (call.timeGrantsUsed.length === 0) return null;
  return (
    <div className="receipt-part">
      <h2 className="receipt-title">{receiptCopy.cardsUsed}</h2>
      <dl>
        {cardLines(call).map(({ id, source, value }) => (
          <div key={id} className="receipt-line">
            <dt>{sourceCopy[source]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Arranged({ call }: { call: VoiceSession }) {
  if (call.leads.length + call.tickets.length === 0) return null;
  return (
    <div className="receipt-part">
      <h2 className="receipt-title">{receiptCopy.madeTitle}</h2>
      <ul className="grid gap-2">
        {call.leads.map(({ id, name, email, phone }) => (
          <li key={id} className="flex gap-2">
            <ContactRound className="mt-1 size-4 flex-none text-spruce" aria-hidden="true" />
            <span>
              {name ? fillMessage(receiptCopy.lead, { name }) : receiptCopy.leadUnnamed}
              <span className="receipt-hint">{email ?? phone}</span>
            </span>
          </li>
        ))}
        {call.tickets.map(({ id, number, subject }) => (
          <li key={id} className="flex gap-2">
            <Ticket className="mt-1 size-4 flex-none text-spruce" aria-hidden="true" />
            {fillMessage(receiptCopy.ticket, { number: String(number), subject })}
          </li>
        ))}
      </ul>
    </div>
  );
}

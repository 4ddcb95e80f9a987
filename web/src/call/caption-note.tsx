// Shows among the captions what the agent has saved, so that nobody wonders whether it did.
import { ContactRound, Ticket } from 'lucide-react';
import { callCopy } from '../copy/call.ts';
import { fillMessage } from '../message.ts';
import type { CallNote } from './call-state.ts';

/** A line about saved contact details or an opened ticket. */
export function CaptionNote({ note }: { note: CallNote }) {
  const Icon = note.kind === 'lead' ? ContactRound : Ticket;
  return (
    <p className="caption-note">
      <Icon className="size-4 flex-none" aria-hidden="true" />
      <span>{textOf(note)}</span>
    </p>
  );
}

function textOf(note: CallNote): string {
  if (note.kind === 'lead') return fillMessage(callCopy.leadSaved, { name: note.name });
  // As text: a ticket number is a name and takes no thousands separator.
  const number = String(note.number);
  return fillMessage(callCopy.ticketCreated, { number, subject: note.subject });
}

// One call in a list: with whom, when, how long, and the first words.
import type { VoiceSessionListItem } from '@mindbot/sdk';
import { Link } from 'wouter';
import { historyCopy } from '../copy/history.ts';
import { formatDay, formatTime, formatUsage } from '../format.ts';
import { fillMessage } from '../message.ts';

type CallRowProps = { call: VoiceSessionListItem; href: string; isChosen?: boolean };

/** A call as a link, the whole row of it. */
export function CallRow({ call, href, isChosen = false }: CallRowProps) {
  const when = { day: formatDay(call.createdAt), time: formatTime(call.createdAt) };
  return (
    <Link href={href} className="call-row" aria-current={isChosen ? 'page' : undefined}>
      <span className="flex flex-wrap justify-between gap-x-3">
        <span className="font-medium">{call.assistant.name}</span>
        <span className="tabular text-sm text-muted">{lengthOf(call)}</span>
      </span>
      <span className="text-sm text-muted">{fillMessage(historyCopy.when, when)}</span>
      {call.transcriptPreview && (
        <span className="call-row-preview" dir="auto">
          {call.transcriptPreview}
        </span>
      )}
    </Link>
  );
}

function lengthOf({ status, chargedMs }: VoiceSessionListItem): string {
  return status === 'ended' ? formatUsage(chargedMs ?? 0) : historyCopy.running;
}

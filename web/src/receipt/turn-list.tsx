// A stored transcript, turn by turn.
import type { StoredTranscriptItem } from '@mindbot/sdk';
import { Wrench } from 'lucide-react';
import { historyCopy } from '../copy/history.ts';
import { formatTime } from '../format.ts';
import { readableItems, speakerName } from './transcript-text.ts';

type TurnListProps = {
  items: readonly StoredTranscriptItem[];
  agentName: string;
  /** Show only so many turns. */
  limit?: number;
};

/** The turns of a call, or that there are none. */
export function TurnList({ items, agentName, limit }: TurnListProps) {
  const readable = readableItems(items).slice(0, limit);
  if (readable.length === 0) return <p className="text-muted">{historyCopy.emptyTranscript}</p>;
  return (
    <ol className="turn-list">
      {readable.map((item) =>
        item.speaker === 'tool' ? (
          <li key={item.id} className="turn-tool">
            <Wrench className="size-4 flex-none" aria-hidden="true" />
            {item.text}
          </li>
        ) : (
          <Turn key={item.id} item={item} agentName={agentName} />
        ),
      )}
    </ol>
  );
}

function Turn({ item, agentName }: { item: StoredTranscriptItem; agentName: string }) {
  return (
    <li className="turn" data-speaker={item.speaker}>
      <p className="turn-head">
        <span className="turn-speaker">{speakerName(item.speaker, agentName)}</span>
        <time dateTime={item.spokenAt}>{formatTime(item.spokenAt)}</time>
      </p>
      <p dir="auto">
        {item.text}
        {item.wasInterrupted && <span className="caption-tag">{historyCopy.interrupted}</span>}
      </p>
    </li>
  );
}

// A stored transcript, turn by turn.
import type { StoredTranscriptItem } from '@mindbot/sdk';
import { historyCopy } from '../copy/history.ts';
import { formatTime } from '../format.ts';
import { speakerName } from './transcript-text.ts';

type TurnListProps = { items: StoredTranscriptItem[]; agentName: string };

/** The turns of a call, or that there are none. */
export function TurnList({ items, agentName }: TurnListProps) {
  if (items.length === 0) return <p className="text-muted">{historyCopy.emptyTranscript}</p>;
  return (
    <ol className="turn-list">
      {items.map((item) => (
        <li key={item.id} className="turn" data-speaker={item.speaker}>
          <p className="turn-head">
            <span className="turn-speaker">{speakerName(item.speaker, agentName)}</span>
            <time dateTime={item.spokenAt} className="tabular">
              {formatTime(item.spokenAt)}
            </time>
          </p>
          <p dir="auto">
            {item.text}
            {item.wasInterrupted && <span className="caption-tag">{historyCopy.interrupted}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}

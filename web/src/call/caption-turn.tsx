// One utterance among the captions: who, what, and whether it was cut off.
import type { TranscriptItem } from '@mindbot/sdk/voice';
import { memo } from 'react';
import { callCopy } from '../copy/call.ts';

type CaptionTurnProps = { item: TranscriptItem; agentName: string };

/** An utterance; drawn again only when its own text grows. */
export const CaptionTurn = memo(function CaptionTurn({ item, agentName }: CaptionTurnProps) {
  const isAgent = item.speaker === 'agent';
  return (
    <div className="caption" data-speaker={item.speaker} data-final={item.isFinal}>
      <p className="caption-speaker">
        {isAgent ? agentName : callCopy.you}
        {item.isTyped && <span className="caption-tag">{callCopy.typed}</span>}
      </p>
      <p className="caption-text" dir="auto">
        {item.text}
        {item.wasInterrupted && <span className="caption-tag">{callCopy.interruptedTag}</span>}
      </p>
    </div>
  );
});

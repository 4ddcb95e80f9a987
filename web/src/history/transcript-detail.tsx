// What was said in one call, with ways to keep or delete it.
import type { Transcript, VoiceSession } from '@mindbot/sdk';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { Loaded } from '../components/loaded.tsx';
import { historyCopy } from '../copy/history.ts';
import { formatDay, formatTime } from '../format.ts';
import { fillMessage } from '../message.ts';
import { TranscriptButtons } from '../receipt/transcript-buttons.tsx';
import { TurnList } from '../receipt/turn-list.tsx';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import { DeleteTranscript } from './delete-transcript.tsx';

type TranscriptDetailProps = { id: string; onDeleted: () => void };

/** The transcript of a call. */
export function TranscriptDetail({ id, onDeleted }: TranscriptDetailProps) {
  const { client } = useServices();
  const session = useLoad(id, (signal) => client.voiceSessions.get(id, { signal }));
  const transcript = useLoad(id, (signal) => client.voiceSessions.getTranscript(id, { signal }));
  const deleted = () => {
    transcript.reload();
    onDeleted();
  };
  return (
    <>
      <Link href="/history" className={buttonClass('quiet', 'mb-2 -ms-4 md:hidden')}>
        <ArrowLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
        {historyCopy.backToList}
      </Link>
      <Loaded load={session}>
        {(call) => (
          <Loaded load={transcript}>
            {({ items }) => <Detail call={call} items={items} onDeleted={deleted} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

type DetailProps = { call: VoiceSession; items: Transcript['items']; onDeleted: () => void };

function Detail({ call, items, onDeleted }: DetailProps) {
  const headingRef = useRef<HTMLHeadingElement>(null);
  // Choosing a call changes only this half of the page, so the focus must come along.
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  const { createdAt, assistant } = call;
  return (
    <article aria-labelledby="transcript-heading">
      <header className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2
            id="transcript-heading"
            ref={headingRef}
            tabIndex={-1}
            className="text-xl font-bold tracking-tight outline-none"
          >
            {fillMessage(historyCopy.transcriptTitle, { name: assistant.name })}
          </h2>
          <p className="mt-1 text-sm text-muted">
            {fillMessage(historyCopy.when, {
              day: formatDay(createdAt),
              time: formatTime(createdAt),
            })}
          </p>
        </div>
        {items.length > 0 && (
          <div className="flex flex-wrap gap-2">
            <TranscriptButtons head={{ agentName: assistant.name, createdAt }} items={items} />
          </div>
        )}
      </header>
      <TurnList items={items} agentName={assistant.name} />
      <footer className="mt-8 flex flex-wrap justify-between gap-3 border-t border-line pt-4">
        <Link href={`/calls/${call.id}`} className={buttonClass()}>
          {historyCopy.receipt}
        </Link>
        {call.status === 'ended' && items.length > 0 && (
          <DeleteTranscript id={call.id} onDeleted={onDeleted} />
        )}
      </footer>
    </article>
  );
}

// The first turns of a call beside its receipt.
import type { VoiceSession } from '@mindbot/sdk';
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { Loaded } from '../components/loaded.tsx';
import { receiptCopy } from '../copy/receipt.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import { TranscriptButtons } from './transcript-buttons.tsx';
import { TurnList } from './turn-list.tsx';

const PREVIEW_TURNS = 6;

/** The beginning of the transcript, with ways to read or keep all of it. */
export function TranscriptPreview({ call }: { call: VoiceSession }) {
  const { client } = useServices();
  const load = useLoad(call.id, (signal) =>
    client.voiceSessions.getTranscript(call.id, { signal }),
  );
  const agentName = call.assistant.name;
  return (
    <section aria-labelledby="transcript-title" className="transcript-panel">
      <h2 id="transcript-title" className="mb-4 text-lg font-bold">
        {receiptCopy.transcript}
      </h2>
      <Loaded load={load}>
        {({ items }) => (
          <>
            <TurnList items={items} agentName={agentName} limit={PREVIEW_TURNS} />
            {items.length > 0 && (
              <div className="mt-6 flex flex-wrap gap-2">
                <Link href={`/history/${call.id}`} className={buttonClass()}>
                  {receiptCopy.openTranscript}
                </Link>
                <TranscriptButtons head={{ agentName, createdAt: call.createdAt }} items={items} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

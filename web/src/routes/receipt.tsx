// The receipt of one call: why it ended, what it cost, what came of it.
import type { VoiceSession } from '@mindbot/sdk';
import { useEffect } from 'react';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { receiptCopy } from '../copy/receipt.ts';
import { endedTitle } from '../receipt/ended-title.ts';
import { ReceiptActions } from '../receipt/receipt-actions.tsx';
import { ReceiptCard } from '../receipt/receipt-card.tsx';
import { RunningCall } from '../receipt/running-call.tsx';
import { TranscriptPreview } from '../receipt/transcript-preview.tsx';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';

const SETTLE_POLL_MS = 1000;

/** The page `/calls/:id`. */
export default function Receipt({ id }: { id: string }) {
  const { client, balance } = useServices();
  const load = useLoad(id, (signal) => client.voiceSessions.get(id, { signal }));
  const { data, reload } = load;
  const isSettled = data?.status === 'ended';

  useEffect(() => {
    if (data === null || isSettled) return;
    const timer = setTimeout(reload, SETTLE_POLL_MS);
    return () => clearTimeout(timer);
  }, [data, isSettled, reload]);
  useEffect(() => {
    if (isSettled) void balance.refresh();
  }, [isSettled, balance]);

  return (
    // A new key with every news of the call, so that the focus goes to the heading that says it.
    <Page
      key={data ? data.status : 'loading'}
      title={receiptCopy.pageTitle}
      heading={data ? headingOf(data) : undefined}
    >
      <Loaded load={load}>{(call) => <ReceiptBody call={call} />}</Loaded>
    </Page>
  );
}

function headingOf(call: VoiceSession): string {
  return call.status === 'ended' ? endedTitle(call) : receiptCopy.stillRunning;
}

function ReceiptBody({ call }: { call: VoiceSession }) {
  if (call.status !== 'ended') return <RunningCall id={call.id} />;
  return (
    <div className="receipt-columns" data-testid="receipt">
      <div className="grid content-start gap-6">
        <ReceiptCard call={call} />
        <ReceiptActions call={call} />
      </div>
      <TranscriptPreview call={call} />
    </div>
  );
}

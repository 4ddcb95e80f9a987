// Leads to the gateway's own pages for cards and invoices, in a tab of their own.
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { currentPlanCopy } from '../copy/subscription.ts';
import { useServices } from '../services.tsx';
import { planFailureText } from './plan-failure-text.ts';

/** The button; a call in this tab goes on. */
export function ManageBilling({ label }: { label: string }) {
  const { client } = useServices();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const open = async () => {
    if (isBusy) return;
    // Opened at once, because browsers refuse a tab that comes after an answer.
    const tab = window.open('', '_blank');
    if (tab) tab.opener = null;
    setBusy(true);
    setFailure(null);
    const { data, error } = await client.portalSessions.create();
    setBusy(false);
    if (error) {
      tab?.close();
      return setFailure(planFailureText(error.code));
    }
    if (tab) tab.location.replace(data.url);
    else location.assign(data.url);
  };
  return (
    <>
      <Button onClick={() => void open()} aria-disabled={isBusy} title={currentPlanCopy.portalHint}>
        {isBusy ? currentPlanCopy.portalOpening : label}
        <ExternalLink className="size-4" aria-hidden="true" />
      </Button>
      {failure && (
        <Notice tone="failure" isAlert>
          {failure}
        </Notice>
      )}
    </>
  );
}

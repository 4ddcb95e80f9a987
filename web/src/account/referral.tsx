// Inviting a friend: the link, what came of it, and how it works.
import type { Referral as ReferralFacts } from '@mindbot/sdk';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Loaded } from '../components/loaded.tsx';
import { referralCopy } from '../copy/referral.ts';
import { formatBalance } from '../format.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';
import { ReferralCode } from './referral-code.tsx';
import { referralProgress } from './referral-progress.ts';

/** The section. */
export function Referral() {
  const { client } = useServices();
  const load = useLoad('referral', (signal) => client.referral.get({ signal }));
  useLiveEvent((event) => {
    const isReward = event.type === 'notice_created' && event.kind === 'referral_rewarded';
    if (isReward || event.type === 'ready') load.reload();
  });
  return (
    <Loaded load={load} isAlert={false}>
      {(facts) => <ReferralBody facts={facts} />}
    </Loaded>
  );
}

function ReferralBody({ facts }: { facts: ReferralFacts }) {
  const time = formatBalance(facts.rewardMs);
  return (
    <div className="grid max-w-2xl gap-4">
      <p>{fillMessage(referralCopy.intro, { time })}</p>
      <ReferralLink url={facts.url} />
      <p className="text-sm text-muted">{referralProgress(facts)}</p>
      <details className="disclosure">
        <summary>{referralCopy.howTitle}</summary>
        <ol className="mt-2 grid list-decimal gap-1 ps-6 text-sm text-muted">
          {referralCopy.how.map((step) => (
            <li key={step}>{fillMessage(step, { time })}</li>
          ))}
        </ol>
      </details>
      {facts.canAccept && <ReferralCode rewardMs={facts.rewardMs} />}
    </div>
  );
}

function ReferralLink({ url }: { url: string }) {
  const linkRef = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => setOutcome('copied'),
      () => {
        setOutcome('failed');
        linkRef.current?.select();
      },
    );
  const isCopied = outcome === 'copied';
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="grid gap-1">
      <div className="copy-row">
        <input
          ref={linkRef}
          readOnly
          value={url}
          aria-label={referralCopy.link}
          className="copy-link"
          onFocus={(event) => event.target.select()}
        />
        {/* Its label stays what it does; what came of it is said beneath. */}
        <Button onClick={() => void copy()} aria-label={referralCopy.copyLink}>
          <Icon className="size-4" aria-hidden="true" />
          {isCopied ? referralCopy.copied : referralCopy.copy}
        </Button>
      </div>
      <p role="status" className={outcome === 'failed' ? 'text-sm text-brick' : 'sr-only'}>
        {outcome === 'copied' && referralCopy.copied}
        {outcome === 'failed' && referralCopy.copyFailed}
      </p>
    </div>
  );
}

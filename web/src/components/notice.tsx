// A short message set apart from the page: information, a warning, or a failure.
import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';

type NoticeProps = {
  tone?: 'info' | 'warning' | 'failure' | 'success';
  /** Read out when it appears: for failures that follow something the person did. */
  isAlert?: boolean;
  children: ReactNode;
  action?: ReactNode;
};

const tones = {
  info: 'border-line bg-sunken text-ink',
  success: 'border-spruce bg-spruce-soft text-ink',
  warning: 'border-amber bg-amber-soft text-ink',
  failure: 'border-brick bg-brick-soft text-ink',
};
const iconTones = {
  info: 'text-muted',
  success: 'text-spruce',
  warning: 'text-amber',
  failure: 'text-brick',
};

/** A notice; at most a sentence or two and one action. */
export function Notice({ tone = 'info', isAlert = false, children, action }: NoticeProps) {
  const Icon = tone === 'info' || tone === 'success' ? Info : CircleAlert;
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-card border px-4 py-3 ${tones[tone]}`}
    >
      <Icon className={`mt-0.5 size-5 flex-none ${iconTones[tone]}`} aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-48 text-sm">{children}</div>
      {action}
    </div>
  );
}

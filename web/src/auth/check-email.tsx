// Sends a person to their inbox, or to the local one where no email leaves the machine.
import { MailCheck } from 'lucide-react';
import { authCopy } from '../copy/landing.ts';
import { sandboxCopy } from '../copy/shell.ts';
import { useServices } from '../services.tsx';

/** What to do next, with a link to the local inbox in a sandbox. */
export function CheckEmail({ title, text }: { title: string; text: string }) {
  const { sandbox, emailInboxUrl } = useServices().config;
  return (
    <div role="status" className="grid gap-3">
      <MailCheck className="size-8 text-spruce" aria-hidden="true" />
      <h2 className="text-xl font-bold tracking-tight">{title}</h2>
      <p>{text}</p>
      {sandbox.email && (
        <p className="text-sm text-muted">
          {authCopy.localInbox}{' '}
          {emailInboxUrl && (
            <a className="link" href={emailInboxUrl} target="_blank" rel="noreferrer">
              {sandboxCopy.openInbox}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

// The notices beside the page they came over, on wide screens.
import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { noticesCopy } from '../copy/notices.ts';
import { NoticeList } from './notice-list.tsx';

/** The bell's button and the panel it opens; loaded at its first press, and open then. */
export default function NoticePanel({ icon, label }: { icon: ReactNode; label: string }) {
  const [isOpen, setOpen] = useState(true);
  const close = () => setOpen(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="icon-button bell-button" aria-label={label}>
        {icon}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label={noticesCopy.title}
          className="notice-panel"
        >
          <div className="flex items-center justify-between gap-4">
            <h2 className="text-lg font-bold">{noticesCopy.title}</h2>
            <Link href="/notices" className="notice-link link" onClick={close}>
              {noticesCopy.all}
            </Link>
          </div>
          <NoticeList onLeave={close} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

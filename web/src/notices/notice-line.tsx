// A notice that has just come, as one quiet line: it takes no focus and waits while a call ends.
import { Bell, X } from 'lucide-react';
import { useCall } from '../call/use-call.ts';
import { noticesCopy } from '../copy/notices.ts';
import { canInterrupt } from './can-interrupt.ts';
import { NoticeAnchor } from './notice-list.tsx';
import { useNoticeStore, useNotices } from './notices-context.tsx';

/** The line, until it is closed, followed or seen in the list. The announcer has said it already. */
export default function NoticeLine() {
  const store = useNoticeStore();
  const { fresh } = useNotices();
  const call = useCall();
  if (fresh === null || !canInterrupt(call, fresh.kind)) return null;
  const leave = () => void store.markRead([fresh.id]);
  return (
    <aside className="notice-line" aria-label={noticesCopy.title}>
      <Bell className="size-4 flex-none text-spruce" aria-hidden="true" />
      <p className="min-w-0 flex-1 text-sm">
        <span className="font-medium">{fresh.title}</span>{' '}
        <NoticeAnchor notice={fresh} onLeave={leave} />
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={noticesCopy.close}
        onClick={() => store.dismiss()}
      >
        <X className="size-4" aria-hidden="true" />
      </button>
    </aside>
  );
}

// The bell over every page: how much is unread, and the way to read it.
import { Bell } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useRoute } from 'wouter';
import { noticesCopy } from '../copy/notices.ts';
import { fillMessage } from '../message.ts';
import { useNotices } from './notices-context.tsx';

const NoticePanel = lazy(() => import('./notice-panel.tsx'));

const MOST_SHOWN = 99;

/** A link to the notices on phones; elsewhere a button that opens them in a panel. */
export function NoticeBell() {
  const { unreadCount } = useNotices();
  const [isHere] = useRoute('/notices');
  const [isWanted, setWanted] = useState(false);
  const count = unreadCount > MOST_SHOWN ? noticesCopy.many : String(unreadCount);
  const label =
    unreadCount === 0 ? noticesCopy.bell : fillMessage(noticesCopy.bellUnread, { count });
  const icon = <BellIcon count={unreadCount === 0 ? null : count} />;
  const button = (
    <button
      type="button"
      className="icon-button bell-button"
      aria-haspopup="dialog"
      aria-expanded="false"
      aria-label={label}
      onClick={() => setWanted(true)}
    >
      {icon}
    </button>
  );
  return (
    <>
      <Link
        href="/notices"
        aria-label={label}
        aria-current={isHere ? 'page' : undefined}
        className="icon-button bell-link"
      >
        {icon}
      </Link>
      {isWanted ? (
        <Suspense fallback={button}>
          <NoticePanel icon={icon} label={label} />
        </Suspense>
      ) : (
        button
      )}
    </>
  );
}

function BellIcon({ count }: { count: string | null }) {
  return (
    <span className="relative" aria-hidden="true">
      <Bell className="size-6" />
      {count !== null && <span className="bell-count">{count}</span>}
    </span>
  );
}

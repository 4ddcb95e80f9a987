// The notices, newest first, each with where it leads.
import type { Notice } from '@mindbot/sdk';
import { ExternalLink } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice as NoticeBox } from '../components/notice.tsx';
import { noticesCopy } from '../copy/notices.ts';
import { shellCopy } from '../copy/shell.ts';
import { failureText } from '../failure-text.ts';
import { formatDay, formatTime } from '../format.ts';
import { fillMessage } from '../message.ts';
import { noticeLink } from './notice-link.ts';
import { useNoticeStore, useNotices } from './notices-context.tsx';

/** The list. What is shown counts as read; what was new keeps its mark while the list is open. */
export function NoticeList({ onLeave }: { onLeave?: () => void }) {
  const store = useNoticeStore();
  const { items, error, nextCursor, isLoading, unreadCount } = useNotices();
  const listRef = useRef<HTMLUListElement>(null);
  const [newIds, setNewIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const unread = (items ?? []).filter(({ readAt }) => readAt === null).map(({ id }) => id);
    if (unread.length === 0) return;
    setNewIds((old) => new Set([...old, ...unread]));
    void store.markRead(unread);
  }, [items, store]);
  const markAllRead = () => {
    void store.markRead(null);
    // The button goes with what it was for.
    listRef.current?.focus();
  };
  if (items === null && error === null) return <LoadingLines />;
  return (
    <div className="grid gap-3">
      {items?.length === 0 && <p className="py-2 text-sm text-muted">{noticesCopy.none}</p>}
      {items !== null && items.length > 0 && (
        <ul ref={listRef} tabIndex={-1} className="notice-list">
          {items.map((notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              isNew={notice.readAt === null || newIds.has(notice.id)}
              onLeave={onLeave}
            />
          ))}
        </ul>
      )}
      {error && (
        <NoticeBox
          tone="failure"
          isAlert
          action={<Button onClick={() => void store.refresh()}>{shellCopy.tryAgain}</Button>}
        >
          {failureText(error.code)}
        </NoticeBox>
      )}
      {nextCursor !== null && !error && (
        <div className="flex flex-wrap gap-3">
          <Button aria-disabled={isLoading} onClick={() => void store.loadMore()}>
            {isLoading ? shellCopy.loading : noticesCopy.loadMore}
          </Button>
          {unreadCount > 0 && (
            <Button look="quiet" onClick={markAllRead}>
              {noticesCopy.markAllRead}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

type NoticeRowProps = { notice: Notice; isNew: boolean; onLeave?: () => void };

function NoticeRow({ notice, isNew, onLeave }: NoticeRowProps) {
  const { title, text, createdAt } = notice;
  const when = { day: formatDay(createdAt), time: formatTime(createdAt) };
  return (
    <li className="notice-row" data-new={isNew}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-2">
        <span className="font-medium">{title}</span>
        {isNew && <span className="new-tag">{noticesCopy.unread}</span>}
      </p>
      <p className="text-sm text-muted">{text}</p>
      <p className="notice-foot">
        <NoticeAnchor notice={notice} onLeave={onLeave} />
        <time dateTime={createdAt}>{fillMessage(noticesCopy.when, when)}</time>
      </p>
    </li>
  );
}

/** The link of a notice, or nothing where it leads nowhere. */
export function NoticeAnchor({ notice, onLeave }: { notice: Notice; onLeave?: () => void }) {
  const link = noticeLink(notice);
  if (link === null) return null;
  const className = 'notice-link link';
  if (!link.isElsewhere) {
    return (
      <Link href={link.href} className={className} onClick={onLeave}>
        {link.text}
      </Link>
    );
  }
  return (
    <a href={link.href} target="_blank" rel="noreferrer" className={className} onClick={onLeave}>
      {link.text}
      <ExternalLink className="size-3.5" aria-hidden="true" />
    </a>
  );
}

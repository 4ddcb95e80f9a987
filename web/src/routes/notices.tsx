// Everything the account has had to tell.
import { Link } from 'wouter';
import { buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { noticesCopy } from '../copy/notices.ts';
import { NoticeList } from '../notices/notice-list.tsx';

/** The page `/notices`. */
export default function Notices() {
  return (
    <Page
      title={noticesCopy.title}
      aside={
        <Link href="/account#notices" className={buttonClass('quiet')}>
          {noticesCopy.settings}
        </Link>
      }
    >
      <div className="max-w-2xl">
        <NoticeList />
      </div>
    </Page>
  );
}

// The pages of a signed-in person and the shell around them; one chunk that visitors never load.
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useRoute } from 'wouter';
import { isCallRunning } from '../call/is-call-running.ts';
import { useCall } from '../call/use-call.ts';
import { useCallEnd } from '../call/use-call-end.ts';
import { BottomNav } from '../components/bottom-nav.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { useLiveEvents } from '../live-events/use-live-events.ts';
import { NoticesProvider } from '../notices/notices-context.tsx';
import { useReferral } from '../referral/use-referral.ts';
import Talk from './talk.tsx';

const Account = lazy(() => import('./account.tsx'));
const Buy = lazy(() => import('./buy.tsx'));
const History = lazy(() => import('./history.tsx'));
const NoticeLine = lazy(() => import('../notices/notice-line.tsx'));
const Notices = lazy(() => import('./notices.tsx'));
const NotFound = lazy(() => import('./not-found.tsx'));
const Receipt = lazy(() => import('./receipt.tsx'));

/** Every page behind the sign-in. The bars step aside while the call fills the page. */
export default function SignedIn() {
  const [isTalkPage] = useRoute('/talk');
  useCallEnd(isTalkPage);
  useLiveEvents();
  useReferral();
  const isInCall = isCallRunning(useCall()) && isTalkPage;
  return (
    <NoticesProvider>
      {!isInCall && <TopBar />}
      {/* In a call its screen finds a place for it that moves no button. */}
      {!isInCall && (
        <Suspense fallback={null}>
          <NoticeLine />
        </Suspense>
      )}
      <Suspense fallback={<PageLoading />}>
        <Switch>
          <Route path="/talk" component={Talk} />
          <Route path="/calls/:id">{({ id }) => <Receipt key={id} id={id} />}</Route>
          <Route path="/history/:id?">{({ id }) => <History id={id} />}</Route>
          <Route path="/buy" component={Buy} />
          <Route path="/account" component={Account} />
          <Route path="/notices" component={Notices} />
          <Route path="/">
            <Redirect to="/talk" replace />
          </Route>
          <Route path="/sign-in">
            <Redirect to="/talk" replace />
          </Route>
          <Route component={NotFound} />
        </Switch>
      </Suspense>
      {!isInCall && <BottomNav />}
    </NoticesProvider>
  );
}

function PageLoading() {
  return (
    <div className="mx-auto w-full max-w-6xl px-(--page-inset) py-12">
      <LoadingLines />
    </div>
  );
}

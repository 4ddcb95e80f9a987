// The whole client: what is on every page, and which pages there are.
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useFreshBalance } from './balance/use-balance.ts';
import { Announcer } from './components/announcer.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { SandboxBanner } from './components/sandbox-banner.tsx';
import { SkipLink } from './components/skip-link.tsx';
import { SignedOut } from './routes/signed-out.tsx';
import { type Services, ServicesProvider, useIsSignedIn } from './services.tsx';

const SetPassword = lazy(() => import('./routes/set-password.tsx'));
const SignedIn = lazy(() => import('./routes/signed-in.tsx'));

/** The client, given what reaches outside the page. */
export function App({ services }: { services: Services }) {
  return (
    <ErrorBoundary>
      <ServicesProvider services={services}>
        <div className="screen">
          <SkipLink />
          <SandboxBanner />
          <Pages />
          <Announcer />
        </div>
      </ServicesProvider>
    </ErrorBoundary>
  );
}

function Pages() {
  const isSignedIn = useIsSignedIn();
  useFreshBalance(isSignedIn);
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/set-password" component={SetPassword} />
        <Route>{isSignedIn ? <SignedIn /> : <SignedOut />}</Route>
      </Switch>
    </Suspense>
  );
}

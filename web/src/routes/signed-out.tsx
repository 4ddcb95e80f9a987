// The pages for those who are not signed in; everything else leads to signing in first.
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';

const Landing = lazy(() => import('./landing.tsx'));
const ResetPassword = lazy(() => import('./reset-password.tsx'));
const SignIn = lazy(() => import('./sign-in.tsx'));

/** Every page in front of the sign-in. */
export function SignedOut() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/" component={Landing} />
        <Route path="/reset-password" component={ResetPassword} />
        <Route path="/sign-in" component={SignIn} />
        <Route>
          <Redirect to="/sign-in" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

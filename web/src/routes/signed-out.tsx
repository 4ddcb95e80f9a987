// The pages for those who are not signed in; everything else leads to signing in first.
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useServices } from '../services.tsx';

const Landing = lazy(() => import('./landing.tsx'));
const ResetPassword = lazy(() => import('./reset-password.tsx'));
const SignIn = lazy(() => import('./sign-in.tsx'));

/** Every page in front of the sign-in. */
export function SignedOut() {
  const hasExpired = useServices().auth.hasExpired();
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/" component={Landing} />
        <Route path="/reset-password" component={ResetPassword} />
        <Route path="/sign-in" component={SignIn} />
        <Route>
          <Redirect to={hasExpired ? '/sign-in?expired' : '/sign-in'} replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

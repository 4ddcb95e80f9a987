// Catches what should never happen while drawing, so that a bug shows words and not a blank page.
import { Component, type ReactNode } from 'react';
import { shellCopy } from '../copy/shell.ts';
import { Button } from './button.tsx';

type ErrorBoundaryState = { hasFailed: boolean };

/** Shows its children, or an apology with a way on. React reports the error itself. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="mx-auto w-full max-w-md px-4 py-16">
        <h1 className="text-2xl font-bold">{shellCopy.crashTitle}</h1>
        <p className="my-4 text-muted">{shellCopy.crashText}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {shellCopy.reload}
        </Button>
      </main>
    );
  }
}

// What is shown when the service cannot be reached at all.
import { Button } from './components/button.tsx';
import { shellCopy } from './copy/shell.ts';
import { failureText } from './failure-text.ts';

/** The failure in words, with a way to try again. */
export function StartFailure({ code, onRetry }: { code: string; onRetry: () => void }) {
  return (
    <main className="mx-auto w-full max-w-md px-4 py-16">
      <h1 className="text-2xl font-bold">{shellCopy.brand}</h1>
      <p role="alert" className="my-4">
        {failureText(code)}
      </p>
      <Button look="primary" onClick={onRetry}>
        {shellCopy.tryAgain}
      </Button>
    </main>
  );
}

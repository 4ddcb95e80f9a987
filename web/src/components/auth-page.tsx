// The frame of the small pages around signing in: one card in the middle.
import type { ReactNode } from 'react';
import { usePageTitle } from './page.tsx';
import { PublicTopBar } from './public-top-bar.tsx';
import { MAIN_ID } from './skip-link.tsx';

type AuthPageProps = { title: string; text?: string; children: ReactNode };

/** A page of one card. */
export function AuthPage({ title, text, children }: AuthPageProps) {
  const headingRef = usePageTitle(title);
  return (
    <>
      <PublicTopBar />
      <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-md px-4 py-8 md:py-16">
        <div className="card p-6">
          <h1 ref={headingRef} tabIndex={-1} className="text-2xl font-bold tracking-tight">
            {title}
          </h1>
          {text && <p className="mt-2 text-muted">{text}</p>}
          <div className="mt-6">{children}</div>
        </div>
      </main>
    </>
  );
}

// What a payer sees at the end, and how the page that showed the form is told.
import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** How a try to pay ended. */
export type Finish = {
  id: string;
  state: 'complete' | 'processing' | 'closed';
  /** Where to go on when the page stands alone. */
  nextUrl: string | null;
};

const words = {
  complete: {
    title: 'Paid',
    text: 'The test payment went through.',
    kind: 'good',
  },
  processing: {
    title: 'Payment on its way',
    text: 'The bank takes its time. Settle or refuse the payment on the dashboard.',
    kind: 'note',
  },
  closed: {
    title: 'Nothing to pay here',
    text: 'This checkout was paid or has expired. Start again where you came from.',
    kind: 'note',
  },
} as const;

/** The last page. */
export function finishedPage({ state, nextUrl }: Finish): { title: string; body: Html } {
  const { title, text, kind } = words[state];
  const body = html`<h1>${title}</h1><p class="notice ${kind}" role="status">${text}</p>
    ${nextUrl ? html`<a class="button primary" href="${nextUrl}" id="next">Back to MindBot</a>` : ''}`;
  return { title, body };
}

/** Tells the page around the frame; a page that stands alone moves on by itself. */
export function finishScript(finish: Finish): string {
  const type = finish.state === 'closed' ? 'checkout.canceled' : 'checkout.complete';
  const message = JSON.stringify({ source: 'mindbot-sandbox', type, id: finish.id });
  const isLeft = finish.state !== 'closed' && finish.nextUrl !== null;
  return `
if (window.parent !== window) {
  // Only those whom frame-ancestors names can be around this page.
  window.parent.postMessage(${message}, '*');
  document.getElementById('next')?.remove();
} else if (${isLeft}) setTimeout(() => document.getElementById('next')?.click(), 600);
`.replaceAll('<', '\\u003c');
}

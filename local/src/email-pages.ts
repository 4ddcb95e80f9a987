// The two pages of the local mail stand-in: the inbox and one mail.
import { html, raw } from 'hono/html';
import type { StoredEmail } from './email-store.ts';

const style = raw(`<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
  li { padding: .5rem 0; border-bottom: 1px solid #8884; list-style: none; }
  ul { padding: 0; }
  time, .to { opacity: .75; font-size: .9rem; }
  iframe { width: 100%; height: 28rem; border: 1px solid #8884; border-radius: 6px; background: #fff; }
  pre { white-space: pre-wrap; }
  h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
</style>`);

const page = (title: string, body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>${title}</title>
<meta name="viewport" content="width=device-width" />${style}</head><body>${body}</body></html>`;

/** The list of mails, the newest first. */
export function inboxPage(emails: readonly StoredEmail[]) {
  const rows = emails.map(
    ({ id, subject, to, receivedAt }) => html`<li><a href="/emails/${id}">${subject}</a><br />
      <span class="to">to ${to}</span> · <time>${receivedAt}</time></li>`,
  );
  return page(
    'Mail of the sandbox',
    html`<h1>Mail of the sandbox</h1>
      <p>Nothing leaves this machine: mails are kept in a folder and shown here.</p>
      ${emails.length === 0 ? html`<p>No mail yet.</p>` : html`<ul>${rows}</ul>`}`,
  );
}

/** What mail programs make their "unsubscribe" button of. */
function unsubscribing({ listUnsubscribe, listUnsubscribePost }: StoredEmail) {
  if (!listUnsubscribe) return '';
  const [, url] = /<(https?:[^>]+)>/.exec(listUnsubscribe) ?? [];
  const isOneClick = /one-click/i.test(listUnsubscribePost ?? '');
  return html`<p class="to">List-Unsubscribe:
    ${url ? html`<a href="${url}" rel="noreferrer">${url}</a>` : listUnsubscribe}
    ${isOneClick ? '(one click)' : ''}</p>`;
}

/** The text with its links to be followed. */
function linked(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    // Every second part is what the pattern caught.
    index % 2 === 1 ? html`<a href="${part}" rel="noreferrer">${part}</a>` : html`${part}`,
  );
}

/** One mail: the text with its links, and the HTML in a frame without any rights. */
export function messagePage(email: StoredEmail) {
  return page(
    email.subject,
    html`<p><a href="/">All mail</a></p><h1>${email.subject}</h1>
      <p class="to">to ${email.to}${email.from ? ` from ${email.from}` : ''} ·
        <time>${email.receivedAt}</time></p>
      ${unsubscribing(email)}
      ${
        email.html
          ? html`<h2>As HTML</h2>
      <iframe title="The mail as HTML" sandbox="" srcdoc="${email.html}"></iframe>`
          : ''
      }
      <h2>As text</h2><pre>${linked(email.text)}</pre>`,
  );
}

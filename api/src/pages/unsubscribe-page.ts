// The page on which somebody ends mails without signing in. It works without JavaScript.
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { ApiEnv } from '../services.ts';

/** What the page has to say. */
export type UnsubscribeState =
  | { state: 'asking'; topic: string; token: string }
  | { state: 'done'; topic: string }
  | { state: 'unknown' };

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 48px 16px; background: #FAF8F4; color: #1A211E; }
main { max-width: 32rem; margin: 0 auto; }
h1 { font-size: 1.75rem; line-height: 1.2; }
a { color: #1F5C4A; }
button { min-height: 48px; padding: 0 20px; border: 0; border-radius: 6px; background: #1F5C4A;
  color: #FFFFFF; font: inherit; font-weight: 550; cursor: pointer; }
:focus-visible { outline: 3px solid #1A5FD0; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  body { background: #101513; color: #EBF1EE; }
  a { color: #7CCFAE; }
  button { background: #7CCFAE; color: #06231A; }
  :focus-visible { outline-color: #9CC2FF; }
}
`;

/** Nothing may run or load; the one style sheet is known by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** An HTML answer in the documentation of an operation. */
export const htmlPage = (description: string) => ({
  description,
  content: { 'text/html': { schema: z.string() } },
});

const titles: Record<UnsubscribeState['state'], string> = {
  asking: 'No more of these mails?',
  done: 'Done',
  unknown: 'This link does not work',
};

/** The page in one of its states. */
export function unsubscribePage(
  c: Context<ApiEnv>,
  page: UnsubscribeState,
  publicUrl: string,
): Response | Promise<Response> {
  c.header('content-security-policy', policy);
  const account = html`<a href="${new URL('/account#notices', publicUrl).href}">your account</a>`;
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${titles[page.state]} · MindBot</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>${titles[page.state]}</h1>
${describe(page, account)}
</main>
</body>
</html>
`;
  return c.html(body, page.state === 'unknown' ? 404 : 200);
}

function describe(page: UnsubscribeState, account: ReturnType<typeof html>) {
  switch (page.state) {
    case 'asking':
      return html`<p>You will get no more mails about ${page.topic}. The app still tells you.</p>
<form method="post" action="/api/v1/unsubscribe?token=${encodeURIComponent(page.token)}">
<button type="submit">Stop these mails</button>
</form>
<p>You can choose all of your mails in ${account}.</p>`;
    case 'done':
      return html`<p>You will get no more mails about ${page.topic}. If you change your mind, turn
them on again in ${account}.</p>`;
    case 'unknown':
      return html`<p>It may have been cut off on its way to you. You can choose your mails in
${account}.</p>`;
  }
}

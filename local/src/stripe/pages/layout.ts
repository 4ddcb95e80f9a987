// What every page of the sandbox has: the warning on top, the style, and rules for what may run.
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { styleSheet } from './style.ts';

/** A piece of HTML that is safe to write. */
export type Html = ReturnType<typeof html>;

/** What a page is made of. */
export type PageParts = {
  title: string;
  body: Html;
  /** A script of ours; nothing else runs. */
  script?: string;
  isWide?: boolean;
  /** Origins that may show the page in a frame; by default none. */
  embedders?: readonly string[];
};

/** Answers with a page. Scripts and styles need the page's own nonce. */
export function answerPage(context: Context, parts: PageParts, status: 200 | 404 = 200) {
  const nonce = randomBytes(16).toString('base64');
  const { title, body, script, isWide = false, embedders = [] } = parts;
  const ancestors = embedders.length > 0 ? `'self' ${embedders.join(' ')}` : "'none'";
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
  ];
  context.header('Content-Security-Policy', policy.join('; '));
  context.header('Referrer-Policy', 'same-origin');
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Cache-Control', 'no-store');
  return context.html(
    html`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>${title} · Test mode</title>
<meta name="viewport" content="width=device-width, initial-scale=1" />
<style nonce="${nonce}">${raw(styleSheet)}</style></head>
<body><div class="banner" role="note">Test mode. No real money.</div>
<main class="${isWide ? 'wide' : ''}">${body}</main>
${script ? html`<script nonce="${nonce}">${raw(script)}</script>` : ''}</body></html>`,
    status,
  );
}

const decimals = (currency: string): number => (currency === 'jpy' ? 0 : 2);

/** An amount for people, for example €4.50. */
export function formatAmount(amountMinor: number, currency: string): string {
  return new Intl.NumberFormat('en-IE', {
    style: 'currency',
    currency: currency.toUpperCase(),
  }).format(amountMinor / 10 ** decimals(currency));
}

/** A moment for people. */
export const formatMoment = (seconds: number): string =>
  `${new Date(seconds * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

// That links in emails lead through Auth and back to where they were asked to.
import { expect, test } from 'vitest';
import { rewriteAuthLinks } from './supabase-email.ts';

const site = { siteUrl: 'http://localhost:3000', authUrl: 'http://127.0.0.1:54321' };
const query = 'token=abc&type=recovery&redirect_to=http%3A%2F%2Flocalhost%3A3000';

test('points a link at Auth', () => {
  const text = `Follow http://localhost:3000/auth/v1/verify?${query}\nBye`;
  expect(rewriteAuthLinks(text, site, null)).toBe(
    `Follow http://127.0.0.1:54321/auth/v1/verify?${query}\nBye`,
  );
});

test('leads back to where the request asked for, also in HTML', () => {
  const html = `<a href="http://localhost:3000/auth/v1/verify?${query.replaceAll('&', '&amp;')}">`;
  const rewritten = rewriteAuthLinks(html, site, 'http://localhost:3000/reset-password');
  expect(rewritten).toBe(
    '<a href="http://127.0.0.1:54321/auth/v1/verify?token=abc&amp;type=recovery&amp;redirect_to=http%3A%2F%2Flocalhost%3A3000%2Freset-password">',
  );
});

test('leaves every other link alone', () => {
  const text = 'See http://localhost:3000/help and http://localhost-3000/auth/v1/verify?token=a';
  expect(rewriteAuthLinks(text, { ...site, siteUrl: 'http://localhost:3000/' }, null)).toBe(text);
});

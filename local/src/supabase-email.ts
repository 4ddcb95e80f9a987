// Mends the links in Auth's emails, which the stand-in points at the web client instead of itself.

/** Replaces what must not stand unescaped in a regular expression. */
const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Points each confirmation link in an email's text or HTML at the Auth server, and makes it lead
 * back to where the request asked for, if it did.
 */
export function rewriteAuthLinks(
  body: string,
  { siteUrl, authUrl }: { siteUrl: string; authUrl: string },
  redirectTo: string | null,
): string {
  const origin = siteUrl.replace(/\/$/, '');
  const pattern = new RegExp(`${escapePattern(origin)}(/auth/v1/verify\\?[^\\s"'<>]*)`, 'g');
  return body.replace(pattern, (_link, path: string) => {
    const isEscaped = path.includes('&amp;');
    const link = new URL((isEscaped ? path.replaceAll('&amp;', '&') : path) as string, authUrl);
    if (redirectTo !== null) link.searchParams.set('redirect_to', redirectTo);
    return isEscaped ? link.href.replaceAll('&', '&amp;') : link.href;
  });
}

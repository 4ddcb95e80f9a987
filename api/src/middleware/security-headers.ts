// Tells browsers what our pages may do, which is little.
import type { MiddlewareHandler } from 'hono';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiEnv } from '../services.ts';
import { paymentSources } from './payment-sources.ts';

/** Sets the headers of every response; a handler that set its own policy keeps it. */
export function securityHeaders(environment: ApiEnvironment): MiddlewareHandler<ApiEnv> {
  const policy = contentSecurityPolicy(environment);
  const permissions = permissionsPolicy(environment);
  // Some banks and wallets ask in a window of their own, which must find its way back.
  const isPaidHere = paymentSources(environment).script.length > 0;
  const openerPolicy = isPaidHere ? 'same-origin-allow-popups' : 'same-origin';
  const isSecure = environment.PUBLIC_URL.startsWith('https:');
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'strict-origin-when-cross-origin');
    headers.set('x-frame-options', 'DENY');
    headers.set('cross-origin-opener-policy', openerPolicy);
    headers.set('permissions-policy', permissions);
    if (isSecure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy);
  };
}

/**
 * The policy of the web client: own scripts, and connections to us, Supabase and LiveKit; of others
 * only what the gateway of payments needs.
 * Components that position themselves do so through the style object, which needs no inline rule.
 */
function contentSecurityPolicy(environment: ApiEnvironment): string {
  const payments = paymentSources(environment);
  const livekit = new URL(environment.LIVEKIT_URL);
  const connections = [
    "'self'",
    new URL(environment.SUPABASE_URL).origin,
    withProtocol(livekit, /^(wss|https):$/.test(livekit.protocol) ? 'wss:' : 'ws:'),
    withProtocol(livekit, /^(wss|https):$/.test(livekit.protocol) ? 'https:' : 'http:'),
    ...payments.connect,
  ];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...payments.script].join(' ')}`,
    "style-src 'self'",
    `img-src ${["'self'", ...payments.image].join(' ')}`,
    "font-src 'self'",
    "media-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    `connect-src ${connections.join(' ')}`,
    `frame-src ${payments.frame.length > 0 ? payments.frame.join(' ') : "'none'"}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The microphone for us, and asking for a payment for us and those whose form we show. */
function permissionsPolicy(environment: ApiEnvironment): string {
  const origins = paymentSources(environment).script.filter((origin) => !origin.includes('*'));
  const payment = origins.length > 0 ? ['self', ...origins.map((each) => `"${each}"`)] : [];
  return `microphone=(self), camera=(), geolocation=(), payment=(${payment.join(' ')})`;
}

function withProtocol(url: URL, protocol: string): string {
  return `${protocol}//${url.host}`;
}

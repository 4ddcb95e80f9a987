// Which network address a request comes from, through as many proxies as we run ourselves.
import { isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { ApiEnv } from './services.ts';

/**
 * The caller's address. IPv6 callers own a whole /64, so they count as one.
 * @param trustedProxyCount how many proxies in front of us append to `x-forwarded-for`.
 */
export function addressOf(c: Context<ApiEnv>, trustedProxyCount: number): string {
  const peer = c.env?.incoming?.socket?.remoteAddress ?? 'unknown';
  if (trustedProxyCount === 0) return normalize(peer);
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  return normalize(forwarded.at(-trustedProxyCount) || peer);
}

/** Whether the request comes straight from this machine, through no proxy. */
export function isFromThisMachine(c: Context<ApiEnv>): boolean {
  const peer = c.env?.incoming?.socket?.remoteAddress;
  const isLoopback = peer === '::1' || /^(::ffff:)?127\./.test(peer ?? '');
  return isLoopback && c.req.header('x-forwarded-for') === undefined;
}

function normalize(address: string): string {
  const withoutMapping = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(withoutMapping)) return withoutMapping;
  return expandIpv6(withoutMapping).slice(0, 4).join(':');
}

/** The eight groups of an IPv6 address; `::` stands for as many zeros as are missing. */
function expandIpv6(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after];
}

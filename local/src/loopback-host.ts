// Keeps web pages of strangers from reaching local servers under a name of their own.

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Whether a request was sent to this machine by one of its own names. A page whose host name was
 * made to point at 127.0.0.1 would otherwise count as the same origin and could read everything.
 */
export const isLoopbackHost = (requestUrl: string): boolean =>
  LOOPBACK_HOST.test(new URL(requestUrl).hostname);

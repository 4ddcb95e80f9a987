// Reads and writes W3C trace context, the one line by which a trace goes on in another process.

/** Where in which trace something happens. Ids are lowercase hex of 32 and 16 digits. */
export interface TraceOrigin {
  traceId: string;
  spanId: string;
}

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Reads a `traceparent`; null when it is missing or not one. Anything may have been sent. */
export function readTraceparent(text: string | null | undefined): TraceOrigin | null {
  const [, traceId = '', spanId = ''] = traceparentPattern.exec(text ?? '') ?? [];
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return null;
  return { traceId, spanId };
}

/** Writes a `traceparent`. Whether a trace is kept is decided by its id, so the flag is always set. */
export const writeTraceparent = ({ traceId, spanId }: TraceOrigin): string =>
  `00-${traceId}-${spanId}-01`;

// What must never be written down: the one list of fields and shapes that logs, traces and error
// reports leave out.

/** Stands where something was left out. */
export const REDACTED = '[redacted]';

/** Names of fields whose value is a secret, or tells who somebody is or what they said. */
const SECRET_FIELD =
  /(^|_)(token|password|secret|authorization|cookie|api_?key|dsn|e?mail|phone|transcript|said|typed)$/i;

/** Shapes that are secret or personal wherever they stand in a text. */
const SECRET_SHAPES: readonly [RegExp, string][] = [
  // JSON web tokens, whole or of two parts.
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(\.[\w-]*)?/g, '[token]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [token]'],
  // Keys of Stripe, Supabase and OpenAI, and signing secrets.
  [/\b((sk|pk|rk|sb|whsec)_[\w-]{8,}|sk-[\w-]{16,})/g, '[key]'],
  [/\b(pi|seti|cs)_\w+_secret_\w+/g, '[key]'],
  [/(\/\/[^/\s:@]*):[^/\s@]+@/g, '$1:[password]@'],
  [/[\w.%+-]+(@|%40)[\w-]+(\.[\w-]+)+/g, '[email]'],
  [/(?<![\w-])\+\d[\d ().-]{6,}\d(?![\w-])/g, '[phone]'],
  [/\(\d{3}\)[ -]?\d{3}[ -]?\d{4}|(?<![\w-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w-])/g, '[phone]'],
  // Postgres quotes the row that offends: Key (email)=(somebody@…).
  [/(\([\w", ]+\)=)\([^)]*\)/g, '$1([redacted])'],
];

/** Longer texts are cut: nobody reads them, and the longer the more they tell. */
const TEXT_LENGTH_MAX = 8_000;
/** Deeper than this nothing is looked at, and nothing is written. */
const DEPTH_MAX = 6;
const ITEMS_MAX = 100;

/** Whether a field of this name is left out: `email`, `workerToken`, `api_key`… */
export function isSecretField(name: string): boolean {
  // clientSecret → client_secret, so that the end of a name is a word of its own.
  return SECRET_FIELD.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/-/g, '_'));
}

/** The text without addresses, numbers, tokens and keys. */
export function redactText(text: string): string {
  let clean = text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}…` : text;
  for (const [shape, replacement] of SECRET_SHAPES) clean = clean.replace(shape, replacement);
  return clean;
}

/**
 * An error as it may be written: kind, message, stack and code, and no other field, because vendors
 * hang whole requests and rows on theirs.
 */
export function redactError(error: Error, depth = 0): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const { code, status } = error as { code?: unknown; status?: unknown };
  return {
    type: error.constructor.name === 'Error' ? name : error.constructor.name,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'string' || typeof status === 'number' ? { status } : {}),
    ...(cause === undefined || depth >= DEPTH_MAX ? {} : { cause: redactValue(cause, depth + 1) }),
  };
}

/** A copy without secrets and personal data, however deep they are. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value;
  if (depth >= DEPTH_MAX) return REDACTED;
  if (Array.isArray(value)) {
    return value.slice(0, ITEMS_MAX).map((item) => redactValue(item, depth + 1));
  }
  return redactFields(value as Record<string, unknown>, depth);
}

/** As {@link redactValue} for an object's fields. */
export function redactFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const isHidden = isSecretField(name) && value !== null && value !== undefined;
    clean[name] = isHidden ? REDACTED : redactValue(value, depth + 1);
  }
  return clean;
}

// The vocabulary parameters are described with, and how what does not fit is refused.
import { z } from 'zod';
import type { FormObject } from './form.ts';
import { invalid, type StripeApiError } from './stripe-error.ts';

/** Text that must not be empty. */
export const text = z.string().min(1).max(5_000);
/** Text that an empty value takes away. */
export const clearable = z
  .string()
  .max(5_000)
  .transform((value) => (value === '' ? null : value));
/** A whole number. */
export const integer = z
  .string()
  .regex(/^[+-]?\d{1,15}$/, 'integer')
  .transform(Number);
/** true or false. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
/** Names with short texts, kept for the caller; an empty value takes a name away. */
export const metadata = z.union([
  z.literal('').transform((): Record<string, string> | null => null),
  z.record(z.string().min(1).max(40), z.string().max(500)),
]);
/** A parameter Stripe knows that changes nothing here. */
export const accepted = z.unknown().optional();

/** A list, decoded from an object with the keys 0, 1, 2… */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value);
    return entries.every(([key]) => /^\d+$/.test(key)) ? entries.map(([, part]) => part) : value;
  }, z.array(item));

/** Parameters by name; others are refused. */
export const object = z.strictObject;

const range = z.union([
  integer,
  object({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
]);

/** What every list takes. */
export const listParameters = {
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: range.optional(),
};

const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');

function valueAt(form: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = form;
  for (const part of path) at = (at as Record<PropertyKey, unknown> | undefined)?.[part];
  return at;
}

const enumerate = (words: readonly unknown[]): string =>
  words.length < 2 ? String(words[0]) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

function refusalOf(issue: z.core.$ZodIssue, form: FormObject): StripeApiError {
  if (issue.code === 'unrecognized_keys') {
    const param = nameOf([...issue.path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = nameOf(issue.path);
  const value = valueAt(form, issue.path);
  if (value === undefined) {
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (value === '') {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset.`;
    return invalid(message, { code: 'parameter_invalid_empty', param });
  }
  if (issue.message === 'integer') {
    return invalid(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param });
  }
  if (issue.code === 'invalid_value') {
    return invalid(`Invalid ${param}: must be one of ${enumerate(issue.values)}`, { param });
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().at(-1);
    if (inner) return refusalOf({ ...inner, path: [...issue.path, ...inner.path] }, form);
  }
  if (issue.code === 'too_big') {
    return invalid(`Invalid string: ${param} is too long.`, { param });
  }
  const kind = issue.code === 'invalid_type' ? issue.expected : 'value';
  return invalid(`Invalid ${kind === 'record' ? 'object' : kind}`, { param });
}

/** Parameters as described. @throws {StripeApiError} naming the first that does not fit. */
export function readParameters<Schema extends z.ZodType>(
  schema: Schema,
  form: FormObject,
): z.infer<Schema> {
  const read = schema.safeParse(form);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw issue ? refusalOf(issue, form) : invalid('Invalid request.');
}

/** What metadata becomes: names with an empty value go, an empty value for all clears it. */
export function mergeMetadata(
  current: Record<string, string> | null,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === undefined) return current ?? {};
  if (change === null) return {};
  const merged = { ...current, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

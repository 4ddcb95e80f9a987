// Reads a process's environment against a schema, and explains every mistake in one message.
import { z } from 'zod';

/** Thrown when the environment is wrong; the message lists every variable and what to do. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/** A whole number of milliseconds (or another unit) given as text. */
export const integerVariable = (minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum);

/** A TCP port given as text. */
export const portVariable = integerVariable(1, 65_535);

/** A comma-separated list given as text; empty entries are dropped. */
export const listVariable = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
);

/**
 * Parses the variables a process needs. Empty values count as unset.
 * @throws {EnvironmentError} naming every variable that is missing or malformed.
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  source: Record<string, string | undefined> = process.env,
): z.infer<Schema> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(
    `The environment is not complete:\n${lines.join('\n')}\nSee .env.example for every variable.`,
  );
}

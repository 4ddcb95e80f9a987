// Reads the JSON body of a request against a schema, and explains what is wrong with it.
import type { Context } from 'hono';
import type { z } from 'zod';
import { OpenAiError } from './openai-error.ts';

/**
 * The body of a request.
 * @throws {OpenAiError} 400 naming the first field that is missing or malformed.
 */
export async function readJson<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const body: unknown = await context.req.json().catch(() => {
    throw new OpenAiError(400, 'The body is not JSON.', { code: 'invalid_json' });
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join('.') ?? '';
  throw new OpenAiError(400, `${param || 'body'}: ${issue?.message}`, { param });
}

// What a task of the queue is: a checked payload and what to do with it.
import type { z } from 'zod';
import type { Services } from '../services.ts';

/** Does one task. What it throws is logged, and the task is tried again later. */
export type TaskHandler = (payload: unknown, services: Services) => Promise<void>;

/** Binds what to do to the payload it needs; a payload that is not one fails the task. */
export function defineHandler<Schema extends z.ZodType>(
  schema: Schema,
  handle: (payload: z.infer<Schema>, services: Services) => Promise<unknown>,
): TaskHandler {
  return async (payload, services) => {
    await handle(schema.parse(payload), services);
  };
}

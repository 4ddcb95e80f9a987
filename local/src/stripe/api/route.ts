// How a call of Stripe's API is described: where it is, what it takes, what it does.
import type { z } from 'zod';
import type { World } from '../world.ts';

/** The ids in the address, by name. */
export type PathIds = { id: string; [name: string]: string };

/** One call. `handle` answers with an object as it is kept; expanding it is not its business. */
export type ApiRoute = {
  method: 'get' | 'post' | 'delete';
  path: string;
  schema: z.ZodType;
  handle: (world: World, parameters: never, ids: PathIds) => object;
};

/** Describes a call; the types of its parameters follow from its schema. */
export function route<Schema extends z.ZodType>(
  method: ApiRoute['method'],
  path: string,
  schema: Schema,
  handle: (world: World, parameters: z.infer<Schema>, ids: PathIds) => object,
): ApiRoute {
  return { method, path, schema, handle: handle as ApiRoute['handle'] };
}

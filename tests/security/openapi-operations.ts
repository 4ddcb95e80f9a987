// The operations of the OpenAPI document in a form tests can walk through.

type Json = Record<string, unknown>;

/** One operation. */
export interface Operation {
  operationId: string;
  method: string;
  path: string;
  /** Whether it needs an access token. */
  isForUsers: boolean;
  /** The schema of its JSON body, with every reference resolved; null without one. */
  bodySchema: Json | null;
  /** Its parameters: where they stand, their name and schema. */
  parameters: { in: string; name: string; schema: Json }[];
}

/** All operations of a document. */
export function operationsOf(document: object): Operation[] {
  const { paths, components } = document as {
    paths: Record<string, Record<string, Json>>;
    components: { schemas: Record<string, Json> };
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as { $ref?: string };
    const target = $ref ? (components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}) : {};
    const entries = Object.entries({ ...target, ...rest });
    return Object.fromEntries(entries.map(([name, each]) => [name, resolve(each)]));
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { operationId, security, parameters, requestBody } = operation as {
        operationId: string;
        security?: unknown[];
        parameters?: Operation['parameters'];
        requestBody?: { content?: Record<string, { schema?: unknown }> };
      };
      const schema = requestBody?.content?.['application/json']?.schema;
      return {
        operationId,
        method,
        path,
        isForUsers: (security ?? []).length > 0,
        bodySchema: schema ? (resolve(schema) as Json) : null,
        parameters: (resolve(parameters ?? []) as Operation['parameters']) ?? [],
      };
    }),
  );
}

/** Every property of an operation's body, at any depth, and every query parameter. */
export function propertiesOf(operation: Operation): { name: string; format: string }[] {
  const inBody = (schema: Json | null): { name: string; format: string }[] => {
    if (schema === null || typeof schema !== 'object') return [];
    const named = Object.entries((schema.properties ?? {}) as Record<string, Json>);
    const below = [schema.items, ...((schema.anyOf ?? schema.oneOf ?? []) as unknown[])];
    return [
      ...named.flatMap(([name, each]) => [
        { name, format: String(each.format ?? '') },
        ...inBody(each),
      ]),
      ...below.flatMap((each) => inBody((each as Json | undefined) ?? null)),
    ];
  };
  const inQuery = operation.parameters
    .filter(({ in: place }) => place === 'query')
    .map(({ name, schema }) => ({ name, format: String(schema.format ?? '') }));
  return [...inBody(operation.bodySchema), ...inQuery];
}

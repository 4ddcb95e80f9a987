// Makes requests out of a JSON schema: most as it wants them, some a little wrong, some absurd.
import fc from 'fast-check';
import type { Operation } from './openapi-operations.ts';

type Json = Record<string, unknown>;

/** What no schema of ours expects, and every parser must stand. */
const absurd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    ...['', ' ', '\u0000', '\ud800', '../..', "'; drop table accounts; --", '{{7*7}}', '%00'],
    ...[null, true, -0, 1e308, -1, 2 ** 53, 0.1, [], {}, [[[]]]],
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** Values a schema allows, as far as the few keywords our document uses say. */
function allowedBy(schema: Json): fc.Arbitrary<unknown> {
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (options) return fc.oneof(...options.map(fuzzedValue));
  if (schema.enum) return fc.constantFrom(...(schema.enum as unknown[]));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  const examples = schema.example === undefined ? [] : [fc.constant(schema.example)];
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.oneof(
        ...examples,
        fc.integer({
          min: Math.max(Number(schema.minimum ?? 0), -(2 ** 31)),
          max: Math.min(Number(schema.maximum ?? 2 ** 31 - 1), 2 ** 31 - 1),
        }),
      );
    case 'array':
      return fc.array(fuzzedValue((schema.items ?? {}) as Json), { maxLength: 5 });
    case 'object':
      return objectOf(schema);
    default:
      return schema.format === 'uuid'
        ? fc.uuid()
        : fc.oneof(
            ...examples,
            fc.string({
              minLength: Number(schema.minLength ?? 0),
              maxLength: Math.min(Number(schema.maxLength ?? 100), 300),
            }),
          );
  }
}

const fuzzedValue = (schema: Json): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: allowedBy(schema) }, { weight: 1, arbitrary: absurd });

function objectOf(schema: Json): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const required = (schema.required ?? []) as string[];
  const usual = fc.record(
    Object.fromEntries(properties.map(([name, each]) => [name, fuzzedValue(each)])),
    { requiredKeys: required },
  );
  // Now and then what is required is missing, or there is more than is known.
  const poorer = fc.record(
    Object.fromEntries(properties.map(([name, each]) => [name, fuzzedValue(each)])),
    { requiredKeys: [] },
  );
  const richer = fc
    .tuple(usual, fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }))
    .map(([value, more]) => ({ ...more, ...value }));
  return fc.oneof({ weight: 6, arbitrary: usual }, poorer, richer);
}

/** A request as it will be sent. */
export interface FuzzedRequest {
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

/** Requests of one operation; `ids` are ids that exist, tried as often as invented ones. */
export function requestsOf(operation: Operation, ids: string[]): fc.Arbitrary<FuzzedRequest> {
  const id = fc.oneof(
    ...(ids.length > 0 ? [fc.constantFrom(...ids)] : []),
    fc.uuid(),
    fc.string({ minLength: 1, maxLength: 50 }).filter((text) => !/^\.+$/.test(text)),
  );
  const query = operation.parameters.filter(({ in: place }) => place === 'query');
  const values = fc.record(
    Object.fromEntries(query.map(({ name, schema }) => [name, fuzzedValue(schema)])),
    { requiredKeys: [] },
  );
  const visible = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
  const key = fc.oneof(fc.uuid(), fc.string({ unit: visible, maxLength: 250 }));
  const body = operation.bodySchema
    ? fc.oneof(
        { weight: 8, arbitrary: objectOf(operation.bodySchema) },
        absurd,
        fc.constant(undefined),
      )
    : fc.constant(undefined);
  return fc
    .record({ id, values, key, body })
    .map(({ id: one, values: given, key: name, body: sent }) => {
      const search = new URLSearchParams(
        Object.entries(given).map(([field, value]) => [field, String(value)]),
      );
      const path = operation.path.replace('{id}', encodeURIComponent(one.toWellFormed()));
      return {
        path: search.size > 0 ? `${path}?${search}` : path,
        headers: (name === '' ? {} : { 'idempotency-key': name }) as Record<string, string>,
        body: sent,
      };
    });
}

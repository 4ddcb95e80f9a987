// Turns the place where a page ended into an opaque string, and back.
import { z } from 'zod';
import { ProblemError } from './problem.ts';

/** The place after the last item of a page: its moment and its id, which together are unique. */
export interface PagePlace {
  /** Microseconds matter: two rows may share a millisecond. */
  createdAt: string;
  id: string;
}

/** To the microsecond, in UTC and in a year Postgres knows: whoever makes cursors up learns nothing. */
const createdAt = z.iso
  .datetime()
  .max(27)
  .regex(/^(?!0000)/);
const placeSchemas = {
  uuid: z.tuple([createdAt, z.uuid()]),
  number: z.tuple([createdAt, z.string().regex(/^\d{1,15}$/)]),
};

/** The opaque cursor of a place. */
export function encodeCursor(place: PagePlace): string {
  return Buffer.from(JSON.stringify([place.createdAt, place.id])).toString('base64url');
}

/**
 * The place a cursor stands for.
 * @param idKind what the ids of this list are; a cursor of another list is refused.
 * @throws {ProblemError} `validation_failed` when it is not one of ours.
 */
export function decodeCursor(
  cursor: string,
  idKind: keyof typeof placeSchemas = 'uuid',
): PagePlace {
  const parsed = placeSchemas[idKind].safeParse(
    parseJson(Buffer.from(cursor, 'base64url').toString()),
  );
  if (!parsed.success) {
    throw new ProblemError('validation_failed', 'The cursor is not one of ours.', {
      errors: [{ path: 'query.cursor', message: 'Pass the `nextCursor` of the page before.' }],
    });
  }
  const [at, id] = parsed.data;
  return { createdAt: at, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

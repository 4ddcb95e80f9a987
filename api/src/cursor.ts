// Turns the place where a page ended into an opaque string, and back.
import { z } from 'zod';
import { ProblemError } from './problem.ts';

/** The place after the last item of a page: its moment and its id, which together are unique. */
export interface PagePlace {
  /** Microseconds matter: two rows may share a millisecond. */
  createdAt: string;
  id: string;
}

const placeSchema = z.tuple([z.iso.datetime({ offset: true }), z.string().max(64)]);

/** The opaque cursor of a place. */
export function encodeCursor(place: PagePlace): string {
  return Buffer.from(JSON.stringify([place.createdAt, place.id])).toString('base64url');
}

/**
 * The place a cursor stands for.
 * @throws {ProblemError} `validation_failed` when it is not one of ours.
 */
export function decodeCursor(cursor: string): PagePlace {
  const parsed = placeSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) {
    throw new ProblemError('validation_failed', 'The cursor is not one of ours.', {
      errors: [{ path: 'query.cursor', message: 'Pass the `nextCursor` of the page before.' }],
    });
  }
  const [createdAt, id] = parsed.data;
  return { createdAt, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

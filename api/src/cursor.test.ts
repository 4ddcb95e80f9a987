// Cursors come back from clients: ours are understood, and nothing else reaches the database.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ProblemError } from './problem.ts';

const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const at = '2026-11-21T09:30:00.123456Z';
const id = 'c56a4180-65aa-42ec-a945-5fd21dec0538';

test('a place survives the way to the client and back', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date(Date.UTC(9999, 0)), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
      fc.uuid(),
      (date, microseconds, uuid) => {
        const exactly = date
          .toISOString()
          .replace('Z', `${String(microseconds).padStart(3, '0')}Z`);
        const place = { createdAt: exactly, id: uuid };
        expect(decodeCursor(encodeCursor(place))).toEqual(place);
      },
    ),
  );
});

test('whatever else comes is refused, and as a mistake of the caller', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue().map(forged)), (text) => {
      expect(() => decodeCursor(text)).toThrow(ProblemError);
    }),
  );
});

test.each([
  ['an id that is none', [at, 'x']],
  ['the id of another list', [at, '17']],
  ['a year before all others', ['0000-01-01T00:00:00Z', id]],
  ['an offset no country has', ['2026-11-21T09:30:00-23:59', id]],
  ['more digits than a clock has', ['2026-11-21T09:30:00.1234567890123Z', id]],
  ['a third part', [at, id, 'x']],
])('a forged cursor with %s is refused', (_what, value) => {
  expect(() => decodeCursor(forged(value))).toThrow('The cursor is not one of ours.');
});

test('a list by number takes no other ids', () => {
  expect(decodeCursor(forged([at, '17']), 'number')).toEqual({ createdAt: at, id: '17' });
  for (const wrong of [id, 'NaN', '-1', '1e9', '9'.repeat(16)]) {
    expect(() => decodeCursor(forged([at, wrong]), 'number')).toThrow(ProblemError);
  }
});

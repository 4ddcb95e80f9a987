// Turns text into a vector without a model: texts that share words point the same way.
import { createHash } from 'node:crypto';

/** How many numbers a vector has when the request does not say; as `text-embedding-3-small`. */
export const DEFAULT_DIMENSIONS = 1536;

/** Words, and pairs of neighbours with half the weight, each hashed to a place and a sign. */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const add = (feature: string, weight: number) => {
    const hash = createHash('sha256').update(feature).digest();
    const place = hash.readUInt32LE(0) % dimensions;
    const sign = (hash.readUInt8(4) & 1) === 0 ? 1 : -1;
    vector[place] = (vector[place] ?? 0) + sign * weight;
  };
  words.forEach((word, index) => {
    add(word, 1);
    const next = words[index + 1];
    if (next !== undefined) add(`${word} ${next}`, 0.5);
  });
  // A text without words still needs a direction: vectors are compared by their angle.
  if (words.length === 0) add('', 1);
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

// Finds variables nobody reads, and says which ones were probably meant.
import { type Finding, ok, type Settings, warn } from './finding.ts';

/** More letters apart than this, and it is another word. */
const TYPOS_MAX = 3;

/** How many letters must be changed, added or left out to make one word of another. */
export function lettersApart(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The variables a text like .env.example explains. */
export const namesIn = (dotenv: string): string[] =>
  [...dotenv.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(([, name]) => name ?? '');

/** Compares the names set in .env with those that are known. */
export function checkNames(set: readonly string[], known: readonly string[]): Finding[] {
  const unknown = set.filter((name) => !known.includes(name));
  if (unknown.length === 0) return [ok(`.env sets ${set.length} variables, all of them known`)];
  return unknown.map((name) => {
    const [nearest] = known
      .map((candidate) => ({ candidate, apart: lettersApart(name.toUpperCase(), candidate) }))
      .sort((a, b) => a.apart - b.apart);
    const isTypo = nearest !== undefined && nearest.apart <= TYPOS_MAX;
    return warn(
      `${name} in .env is read by nobody`,
      isTypo ? `Did you mean ${nearest.candidate}?` : 'See .env.example for all there are.',
    );
  });
}

/** The same for this process's environment, where only what looks like ours is judged. */
export function checkInherited(settings: Settings, known: readonly string[]): Finding[] {
  const suspects = Object.keys(settings).filter(
    (name) =>
      !known.includes(name) &&
      known.some((candidate) => {
        const apart = lettersApart(name, candidate);
        return candidate.length >= 8 && apart <= 2 && name.length >= candidate.length - 1;
      }),
  );
  return suspects.length === 0 ? [] : checkNames(suspects, known);
}

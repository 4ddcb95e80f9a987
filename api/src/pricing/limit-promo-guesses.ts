// Keeps people from trying promo codes until one works: wrong ones count, right ones do not.
import type { Context } from 'hono';
import { addressOf } from '../address.ts';
import { tooManyRequests } from '../middleware/limit-rate.ts';
import { ProblemError } from '../problem.ts';
import type { LimitName } from '../rate-limits.ts';
import type { ApiEnv, Services } from '../services.ts';

type Parts = Pick<Services, 'rateLimits' | 'metrics' | 'environment'>;

/**
 * Does the work that tries a promo code of a request, or none. A code that turns out to be invalid
 * counts against its user and address: first counted, then given back to who was right, so that
 * many guesses at once are no way around. The same wrong code again counts no more: it tells
 * nothing new, and the buyer's page tries a code as a discount and then as free time.
 * @throws {ProblemError} `rate_limited` after too many wrong codes, whatever this one is.
 */
export async function limitPromoGuesses<Result>(
  parts: Parts,
  c: Context<ApiEnv>,
  promoCode: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (promoCode === undefined) return work();
  const { rateLimits } = parts;
  const userId = c.get('user').id;
  const counted = await countGuess(parts, [
    ['promo_guess_user', userId],
    ['promo_guess_address', addressOf(c, parts.environment.TRUSTED_PROXY_COUNT)],
  ]);
  const codeKey = promoCode.replaceAll(/[^a-z0-9]/gi, '').toUpperCase();
  const isRepeated = !(await rateLimits.count('promo_guess_repeat', `${userId}:${codeKey}`))
    .isAllowed;
  let isWrong = false;
  try {
    return await work();
  } catch (error) {
    isWrong = error instanceof ProblemError && error.code === 'promo_code_invalid';
    throw error;
  } finally {
    if (!isWrong || isRepeated) await giveBack(parts, counted);
  }
}

type Count = [LimitName, string];

/** Counts under all limits or, when one refuses, under none. */
async function countGuess(parts: Parts, counts: Count[]): Promise<Count[]> {
  for (const [index, [name, key]] of counts.entries()) {
    const state = await parts.rateLimits.count(name, key);
    if (state.isAllowed) continue;
    await giveBack(parts, counts.slice(0, index));
    throw tooManyRequests(parts, name, state);
  }
  return counts;
}

async function giveBack({ rateLimits }: Parts, counts: Count[]): Promise<void> {
  await Promise.all(counts.map(([name, key]) => rateLimits.giveBack(name, key)));
}

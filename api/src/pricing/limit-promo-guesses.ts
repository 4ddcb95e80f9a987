// Keeps people from trying promo codes until one works: wrong ones count, right ones do not.
import type { Context } from 'hono';
import { addressOf } from '../address.ts';
import { tooManyRequests } from '../middleware/limit-rate.ts';
import { ProblemError } from '../problem.ts';
import type { LimitName } from '../rate-limits.ts';
import type { ApiEnv, Services } from '../services.ts';

/**
 * Does the work that tries a promo code of a request, or none. A code that turns out to be invalid
 * counts against its user and address; it is counted first and given back, so that many guesses at
 * once are no way around.
 * @throws {ProblemError} `rate_limited` after too many wrong codes, whatever this one is.
 */
export async function limitPromoGuesses<Result>(
  services: Pick<Services, 'rateLimits' | 'metrics' | 'environment'>,
  c: Context<ApiEnv>,
  promoCode: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (promoCode === undefined) return work();
  const counts: [LimitName, string][] = [
    ['promo_guess_user', c.get('user').id],
    ['promo_guess_address', addressOf(c, services.environment.TRUSTED_PROXY_COUNT)],
  ];
  const counted: typeof counts = [];
  const giveBack = () =>
    Promise.all(counted.map(([name, key]) => services.rateLimits.giveBack(name, key)));
  for (const [name, key] of counts) {
    const state = await services.rateLimits.count(name, key);
    if (!state.isAllowed) {
      await giveBack();
      throw tooManyRequests(services, name, state);
    }
    counted.push([name, key]);
  }
  try {
    const result = await work();
    await giveBack();
    return result;
  } catch (error) {
    const isWrong = error instanceof ProblemError && error.code === 'promo_code_invalid';
    if (!isWrong) await giveBack();
    throw error;
  }
}

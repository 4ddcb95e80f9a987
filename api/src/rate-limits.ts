// How often one user or one address may ask, counted by all replicas together: in Redis or Postgres.
import type { Logger } from '@mindbot/platform/logging';
import { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Database } from './clients/database.ts';
import { type Count, SharedCounts } from './shared-counts.ts';

/** How many requests within how long. */
export interface RateLimit {
  requests: number;
  windowSeconds: number;
  /**
   * Never passed, not even by requests to several replicas within a second; each request then costs
   * a question to Postgres.
   */
  isExact?: true;
}

/** The limits of a production service; tests and benches pass their own. */
export const RATE_LIMITS = {
  /** All requests of one network address, signed in or not. */
  address: { requests: 1_200, windowSeconds: 60 },
  /** All requests of one user. */
  user: { requests: 300, windowSeconds: 60 },
  /** Calls one user starts. */
  create_voice_session: { requests: 20, windowSeconds: 60 },
  /** Payment intents one user makes: what people who test stolen cards would need many of. */
  create_payment_intent: { requests: 5, windowSeconds: 60, isExact: true },
  /** Checkouts one user opens. */
  create_checkout_session: { requests: 20, windowSeconds: 60, isExact: true },
  /** Changes one user makes to their subscription: each may try a card. */
  update_subscription: { requests: 10, windowSeconds: 60, isExact: true },
  /** Prices one user asks for. */
  create_price_quote: { requests: 60, windowSeconds: 60 },
  /** Wrong promo codes of one user. */
  promo_guess_user: { requests: 10, windowSeconds: 3_600, isExact: true },
  /** Wrong promo codes from one network address. */
  promo_guess_address: { requests: 30, windowSeconds: 3_600, isExact: true },
  /** Times one wrong promo code counts for one user: the same again is no other guess. */
  promo_guess_repeat: { requests: 1, windowSeconds: 3_600, isExact: true },
  /** Times one user says who brought them. */
  create_referral: { requests: 10, windowSeconds: 3_600, isExact: true },
  /** Times one user reports a vanished agent. */
  create_agent_request: { requests: 30, windowSeconds: 60 },
  /** Event streams one user opens; one stays open for up to an hour. */
  stream_events: { requests: 30, windowSeconds: 60 },
} as const satisfies Record<string, RateLimit>;

/** Names one of {@link RATE_LIMITS}. */
export type LimitName = keyof typeof RATE_LIMITS;

/** What became of one request under a limit. */
export interface RateLimitState {
  isAllowed: boolean;
  limit: RateLimit;
  remainingRequests: number;
  resetMs: number;
}

/** Counts requests. */
export interface RateLimits {
  /** Counts one request of `key` under a limit. Never throws: memory counts while others are away. */
  count(name: LimitName, key: string): Promise<RateLimitState>;
  /** Uncounts one request that turned out to be none of those the limit is for. Never throws. */
  giveBack(name: LimitName, key: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes the limits. All replicas share one count in Redis where there is one, else in the database;
 * with neither, this process counts for itself.
 */
export function createRateLimits(options: {
  limits?: Record<LimitName, RateLimit>;
  redisUrl?: string | undefined;
  database?: Pick<Database, 'query'>;
  logger: Logger;
}): RateLimits {
  const { limits = RATE_LIMITS, redisUrl, database, logger } = options;
  if (!redisUrl && database) return limitByDatabase(limits, new SharedCounts({ database, logger }));
  const redis = redisUrl ? connectRedis(redisUrl, logger) : null;
  const limiters = new Map(
    Object.entries(limits).map(([name, limit]) => [name, createLimiter(name, limit, redis)]),
  );
  return {
    async count(name, key) {
      const limit = limits[name];
      const limiter = limiters.get(name) as RateLimiterAbstract;
      const result = await limiter.consume(key).then(
        (allowed) => ({ isAllowed: true, state: allowed }),
        (refused: unknown) => {
          if (refused instanceof RateLimiterRes) return { isAllowed: false, state: refused };
          throw refused;
        },
      );
      return {
        isAllowed: result.isAllowed,
        limit,
        remainingRequests: result.state.remainingPoints,
        resetMs: result.state.msBeforeNext,
      };
    },
    async giveBack(name, key) {
      const limiter = limiters.get(name) as RateLimiterAbstract;
      // What cannot be given back counts a little longer, which is the safe side.
      await limiter.reward(key).catch(() => undefined);
    },
    async close() {
      redis?.disconnect();
    },
  };
}

function limitByDatabase(limits: Record<LimitName, RateLimit>, counts: SharedCounts): RateLimits {
  const countedKey = (name: LimitName, key: string) => ({
    limitName: name,
    key,
    windowMs: limits[name].windowSeconds * 1_000,
  });
  const add = async (name: LimitName, key: string, requests: 1 | -1): Promise<Count> => {
    const counted = countedKey(name, key);
    if (!limits[name].isExact) return counts.addLoosely(counted, requests);
    // Who is known to be at the limit is refused without a question.
    const known = counts.peek(counted);
    const isOver = requests > 0 && known.requests >= limits[name].requests;
    return isOver
      ? { ...known, requests: known.requests + 1 }
      : counts.addExactly(counted, requests);
  };
  return {
    async count(name, key) {
      const limit = limits[name];
      const { requests, resetMs } = await add(name, key, 1);
      return {
        isAllowed: requests <= limit.requests,
        limit,
        remainingRequests: Math.max(0, limit.requests - requests),
        resetMs,
      };
    },
    async giveBack(name, key) {
      await add(name, key, -1);
    },
    close: () => counts.close(),
  };
}

function createLimiter(name: string, limit: RateLimit, redis: Redis | null): RateLimiterAbstract {
  const options = {
    keyPrefix: `mindbot:${name}`,
    points: limit.requests,
    duration: limit.windowSeconds,
  };
  const inMemory = new RateLimiterMemory(options);
  if (!redis) return inMemory;
  return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: inMemory });
}

function connectRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 250,
  });
  redis.on('error', (error) => logger.warn({ error }, 'redis is away; rates are counted here'));
  return redis;
}

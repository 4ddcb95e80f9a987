// Measures what a call costs the api to start, against the least Hono can do in the same run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { signAccessToken } from '../../api/src/testing/test-environment.ts';
import { cloneDatabase } from '../support/database-clone.ts';
import { startTestPostgres } from '../support/test-postgres.ts';
import type { ApiServerPorts } from './api-server.ts';
import type { Bench } from './bench.ts';
import { type LoadResult, load, type RequestText, requestText } from './http-load.ts';

/** Rates of one run; LiveKit is stood in for in memory, Postgres is real and on the same cores. */
interface ApiRates {
  connections: number;
  /** A bare Hono route that answers a constant. */
  hello: LoadResult;
  /** A bare Hono route that signs a join token. */
  signedToken: LoadResult;
  /** `GET /api/v1/balance`: authentication, limits, a read as the user. */
  balance: LoadResult;
  /** `POST /api/v1/voice-sessions`: all of it, two tokens signed and a hold placed. */
  createdCall: LoadResult;
  /** Rates as a share of `hello`. */
  ratios: { signedToken: number; balance: number; createdCall: number };
}

/** How hard to measure. */
interface ApiBenchOptions {
  connections?: number;
  durationMs?: number;
  users?: number;
}

/** A user may have this many calls at once; so many are started for each, and then the next. */
const CALLS_PER_USER = 3;
/** As many users look at their balance, again and again, as clients do. */
const LOOKING_USERS = 300;
const ROUNDS = 2;

const SIGN_ONLY_SHARE_MIN = 0.35;
const FULL_START_SHARE_MIN = 0.1;
const FULL_START_P99_MS = 50;

/** Measures on throw-away servers; some fifteen seconds. */
async function measureApi(options: ApiBenchOptions = {}): Promise<ApiRates> {
  const { connections = 50, durationMs = 2_000, users = 3_000 } = options;
  const postgres = await startTestPostgres();
  try {
    const database = await cloneDatabase(postgres.adminUrl, postgres.templateName);
    const rows = await database.rows<{ id: string }>(
      `insert into auth.users (id, email)
       select gen_random_uuid(), i || '@example.com' from generate_series(1, $1) i returning id`,
      [users],
    );
    const tokens = await Promise.all(rows.map(({ id }) => signAccessToken(id)));
    const child = fork(join(import.meta.dirname, 'api-server.ts'), {
      env: { ...process.env, DATABASE_URL: database.databaseUrl },
    });
    const [ports] = (await once(child, 'message')) as [ApiServerPorts];
    const requests = createRequests(tokens);
    const measure = (port: number, expectedStatus: number, request: RequestText) =>
      load({ port, connections, durationMs: durationMs / ROUNDS, expectedStatus, request });
    const rounds: Omit<ApiRates, 'connections' | 'ratios'>[] = [];
    // Rounds share whatever else the machine does; the first warms nothing that is not used.
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({
        hello: await measure(ports.bare, 200, requests.hello),
        signedToken: await measure(ports.bare, 201, requests.signedToken),
        balance: await measure(ports.api, 200, requests.balance),
        createdCall: await measure(ports.api, 201, requests.createdCall),
      });
    }
    child.disconnect();
    await once(child, 'exit');
    await database.drop();
    return summarizeRounds(connections, rounds);
  } finally {
    await postgres.stop();
  }
}

function createRequests(tokens: readonly string[]) {
  const authorization = (index: number) => ({
    authorization: `Bearer ${tokens[index % tokens.length]}`,
  });
  const hello = requestText('GET', '/hello');
  const signedToken = requestText('POST', '/token');
  let created = 0;
  return {
    hello: () => hello,
    signedToken: () => signedToken,
    balance: (index: number) =>
      requestText('GET', '/api/v1/balance', authorization(index % LOOKING_USERS)),
    createdCall: () => {
      const call = created;
      created += 1;
      const headers = {
        ...authorization(Math.floor(call / CALLS_PER_USER)),
        'idempotency-key': `bench-${call}`,
      };
      return requestText('POST', '/api/v1/voice-sessions', headers, '{}');
    },
  };
}

/** The better round counts for rates and delays: the worse one met somebody else's work. */
function summarizeRounds(
  connections: number,
  rounds: readonly Omit<ApiRates, 'connections' | 'ratios'>[],
): ApiRates {
  const best = (pick: (round: (typeof rounds)[number]) => LoadResult) => {
    const results = rounds.map(pick);
    const [first, ...others] = results;
    if (!first) throw new Error('nothing was measured');
    return others.reduce(
      (one, other) => (other.requestsPerSecond > one.requestsPerSecond ? other : one),
      first,
    );
  };
  const hello = best((round) => round.hello);
  const signedToken = best((round) => round.signedToken);
  const balance = best((round) => round.balance);
  const createdCall = best((round) => round.createdCall);
  const share = (result: LoadResult) => result.requestsPerSecond / hello.requestsPerSecond;
  return {
    connections,
    hello,
    signedToken,
    balance,
    createdCall,
    ratios: {
      signedToken: share(signedToken),
      balance: share(balance),
      createdCall: share(createdCall),
    },
  };
}

/** The api's share of what the machine can do (P1). */
export const apiBench: Bench = {
  name: 'api',
  about: 'what starting a call costs the api, against a bare Hono',
  goals: ['P1'],
  minutes: 0.5,
  async run() {
    const rates = await measureApi();
    const { hello, signedToken, createdCall, ratios } = rates;
    const baseline = `hello ${hello.requestsPerSecond}/s, load made on the same cores`;
    const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
    return {
      goals: [
        {
          id: 'P1',
          figure: `sign-only ${percent(ratios.signedToken)} (${signedToken.requestsPerSecond}/s)`,
          baseline,
          isHeld: ratios.signedToken >= SIGN_ONLY_SHARE_MIN,
        },
        {
          id: 'P1',
          figure:
            `full start ${percent(ratios.createdCall)} (${createdCall.requestsPerSecond}/s), ` +
            `p99 ${createdCall.p99Ms} ms, ${createdCall.failures} failures`,
          baseline,
          isHeld:
            ratios.createdCall >= FULL_START_SHARE_MIN &&
            createdCall.failures === 0 &&
            (createdCall.p99Ms ?? Number.POSITIVE_INFINITY) <= FULL_START_P99_MS,
        },
      ],
      details: rates,
    };
  },
};

// A person: starts calls, talks, loses the network, returns, hangs up, buys when time runs out.
import { NetworkError } from './network.ts';
import { SimulatedProcess } from './schedule.ts';
import type { SimulatedApi } from './simulated-api.ts';
import type { Billing } from './simulated-billing.ts';
import type { Shop } from './simulated-shop.ts';
import type { World } from './world.ts';

const REQUEST_TIMEOUT_MS = 15_000;
const TRIES = 3;

/** Where a caller's requests go, and whether the world still lets new calls begin. */
export type Surroundings = {
  world: World;
  apiOf: () => SimulatedApi;
  shop: Shop;
  billing: Billing;
  isOpen: () => boolean;
};

/** Lives in one browser tab until the world closes. */
export function startCaller(
  surroundings: Surroundings,
  user: { id: string; name: string; hasPlan: boolean },
): void {
  const { world, isOpen } = surroundings;
  const process = new SimulatedProcess(world.schedule, user.name);
  let count = 0;
  const live = async (): Promise<void> => {
    while (isOpen()) {
      await process.sleep(world.random.durationMs(8_000));
      if (!isOpen()) return;
      count += 1;
      await call(surroundings, process, { ...user, key: `${user.name}-${count}` });
    }
  };
  void live();
}

type Attempt = { id: string; name: string; key: string; hasPlan: boolean };

/** More time: by a plan, for those who like plans, otherwise by a card. */
function buy({ shop, billing }: Surroundings, process: SimulatedProcess, attempt: Attempt): void {
  const { id, key, hasPlan } = attempt;
  if (hasPlan) billing.subscribe(process, id, `${key}-plan`);
  else shop.buy(process, id, `${key}-card`);
}

/** The same request, with the same key, until it is answered; null when nobody ever does. */
async function persist<Answer>(
  { world, apiOf }: Surroundings,
  process: SimulatedProcess,
  ask: (api: SimulatedApi) => Promise<Answer>,
): Promise<Answer | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      return await world.network.send(process, () => ask(apiOf()), REQUEST_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof TypeError || error instanceof ReferenceError) throw error;
      if (!(error instanceof NetworkError)) await process.sleep(500);
    }
  }
  return null;
}

async function call(
  surroundings: Surroundings,
  process: SimulatedProcess,
  attempt: Attempt,
): Promise<void> {
  const { random } = surroundings.world;
  const answer = await persist(surroundings, process, (api) =>
    api.createCall(attempt.id, attempt.key),
  );
  if (answer === null) return;
  if (answer.outcome === 'insufficient_time') {
    buy(surroundings, process, attempt);
    return process.sleep(5_000);
  }
  if (answer.outcome !== 'created' && answer.outcome !== 'replayed') return;
  await talk(surroundings, process, attempt, answer.id);
  if (random.chance(0.3)) buy(surroundings, process, attempt);
}

async function talk(
  surroundings: Surroundings,
  process: SimulatedProcess,
  { id: userId, key, hasPlan }: Attempt,
  voiceSessionId: string,
): Promise<void> {
  const { world, shop } = surroundings;
  const { livekit, presence, random, schedule } = world;
  const roomName = `call-${voiceSessionId}`;
  const identity = `user-${userId}`;
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  let isClosed = false;
  const listener = {
    onJoined: () => {},
    onLeft: () => {},
    onClosed: () => {
      isClosed = true;
      presence.setUser(voiceSessionId, false);
      close();
    },
  };
  const participant = { identity, isAgent: false, process, listener };
  const join = (): boolean => {
    const hasJoined = !isClosed && livekit.join(roomName, participant);
    if (hasJoined) presence.setUser(voiceSessionId, true);
    return hasJoined;
  };
  const leave = (isLost: boolean): void => {
    presence.setUser(voiceSessionId, false);
    livekit.leave(roomName, participant, isLost);
  };
  if (!join()) return;
  world.note(voiceSessionId, `${identity} joins`);
  const untilMs = schedule.nowMs + random.durationMs(60_000);
  while (!isClosed && schedule.nowMs < untilMs) {
    const lostAfterMs = world.faults.callerLostEveryMs;
    const waitMs = Math.min(
      untilMs - schedule.nowMs,
      lostAfterMs > 0 ? random.durationMs(lostAfterMs) : Number.MAX_SAFE_INTEGER,
      20_000,
    );
    await Promise.race([closed, process.sleep(waitMs)]);
    if (isClosed || schedule.nowMs >= untilMs) break;
    if (!hasPlan && random.chance(0.25)) shop.buy(process, userId, `${key}-${schedule.nowMs}`);
    if (lostAfterMs === 0 || random.chance(0.5)) continue;
    leave(true);
    world.note(voiceSessionId, `${identity} is lost`);
    await process.sleep(random.integer(200, 25_000));
    if (!join()) return;
    world.note(voiceSessionId, `${identity} returns`);
  }
  if (isClosed) return;
  // Some press End, which asks the api; some just close the page.
  leave(false);
  world.note(voiceSessionId, `${identity} hangs up`);
  if (random.chance(0.7))
    await persist(surroundings, process, (api) => api.endCall(voiceSessionId, userId));
}

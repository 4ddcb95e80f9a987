// How a gateway tells an api that something changed: late, twice or never, again when not answered.
import type { SimulatedProcess } from './schedule.ts';
import type { SimulatedApi } from './simulated-api.ts';
import type { World } from './world.ts';

const REQUEST_TIMEOUT_MS = 15_000;
const EVENT_TRIES = 8;
const EVENT_RETRY_MS = 5_000;

/** Sends one event; `look` is what the api does when it hears of it. */
export type SendEvent = (look: (api: SimulatedApi) => Promise<unknown>) => void;

/** Makes the webhooks of one gateway. */
export function createWebhooks(
  world: World,
  apiOf: () => SimulatedApi,
  gateway: SimulatedProcess,
): SendEvent {
  const { random, network } = world;
  const send = (look: (api: SimulatedApi) => Promise<unknown>, attempt: number): void => {
    if (attempt === EVENT_TRIES || random.chance(0.1)) return;
    gateway.after(random.durationMs(2_000), () => {
      network
        .send(gateway, () => look(apiOf()), REQUEST_TIMEOUT_MS)
        .catch(() => gateway.after(EVENT_RETRY_MS * 2 ** attempt, () => send(look, attempt + 1)));
    });
    if (attempt === 0 && random.chance(0.3)) send(look, 1);
  };
  return (look) => send(look, 0);
}

// One world from its seed: who lives in it, what goes wrong, and the checks after every step.
import type { TestDatabase } from '../support/database-clone.ts';
import { createRandom } from '../support/random.ts';
import { plans } from './gateway-subscriptions.ts';
import { checkCalls, checkInvoices, checkPayments, checkStep } from './invariants.ts';
import { createNetwork } from './network.ts';
import { Presence } from './presence.ts';
import { Schedule, SimulatedProcess } from './schedule.ts';
import { startApi } from './simulated-api.ts';
import { type Billing, openBilling } from './simulated-billing.ts';
import { startCaller } from './simulated-caller.ts';
import { simulateDatabase } from './simulated-database.ts';
import { startJob } from './simulated-job.ts';
import { SimulatedLiveKit } from './simulated-livekit.ts';
import { openShop, type Shop } from './simulated-shop.ts';
import { type Faults, type Note, World } from './world.ts';

/** What a world is made of. The same settings and seed make the same world. */
export type SimulationSettings = {
  seed: number;
  callers: number;
  /** How long calls begin, in simulated milliseconds; then all comes to rest. */
  durationMs: number;
  faults: Faults;
  /** SQL that breaks a rule, to see that the checks notice. */
  sabotage?: string;
};

/** What happened in a world that kept its promises. */
export type SimulationResult = {
  steps: number;
  calls: number;
  payments: number;
  invoices: number;
  notes: Note[];
};

/** A world as it is on a bad day. */
export const everyFault: Faults = {
  requestLost: 0.05,
  answerLost: 0.05,
  doubled: 0.1,
  meanDelayMs: 40,
  dispatchRefused: 0.1,
  jobKilledEveryMs: 60_000,
  jobStoppedEveryMs: 90_000,
  apiKilledEveryMs: 45_000,
  apiStoppedEveryMs: 60_000,
  databaseAwayEveryMs: 120_000,
  livekitAwayEveryMs: 150_000,
  callerLostEveryMs: 20_000,
};

/** A world in which all works. */
export const noFault: Faults = {
  requestLost: 0,
  answerLost: 0,
  doubled: 0,
  meanDelayMs: 5,
  dispatchRefused: 0,
  jobKilledEveryMs: 0,
  jobStoppedEveryMs: 0,
  apiKilledEveryMs: 0,
  apiStoppedEveryMs: 0,
  databaseAwayEveryMs: 0,
  livekitAwayEveryMs: 0,
  callerLostEveryMs: 0,
};

/** Longer than every lease, retry and expiry: after it nothing is left to happen. */
const REST_MS = 300_000;
const REPLICAS = 2;
/** Tabs of one person share one balance. */
const TABS_MAX = 3;
const PLAN_SHARE = 0.4;
const TRIAL_MS = 45_000;
/** Small cards, so that callers run out, top up and are refunded within minutes. */
const packages = { 'sim-20': 20_000, 'sim-60': 60_000, 'sim-180': 180_000 };

async function furnish(database: TestDatabase, { callers, sabotage }: SimulationSettings) {
  if (sabotage) await database.rows(sabotage);
  await database.rows('update organizations set trial_ms = $1', [TRIAL_MS]);
  const users = [];
  for (let index = 0; index < callers; index += 1) {
    const id = `00000000-0000-4000-a000-${String(index).padStart(12, '0')}`;
    await database.rows('insert into auth.users (id, email) values ($1, $2)', [
      id,
      `caller${index}@example.com`,
    ]);
    users.push({ id, name: `caller ${index}` });
  }
  for (const [slug, timeMs] of Object.entries(packages)) {
    await database.rows(
      `insert into packages (organization_id, slug, name, time_ms, price_minor, currency, valid_for_days)
       select id, $1, $1, $2::bigint, $2::bigint / 100, 'EUR', 30 from organizations`,
      [slug, timeMs],
    );
  }
  for (const [slug, { includedMs, priceMinor }] of Object.entries(plans)) {
    await database.rows(
      `insert into plans (organization_id, slug, name, included_ms, price_minor, currency,
         rollover_limit_ms, overage_minor_per_minute, gateway_price_id)
       select id, $1::text, $1, $2::bigint, $3, 'EUR', $2 / 2, 60, $1 from organizations`,
      [slug, includedMs, priceMinor],
    );
  }
  return users;
}

/** Lets things go wrong at random, each on average as often as the world says. */
function unleash(world: World, apis: ReturnType<typeof startApi>[], isOpen: () => boolean): void {
  const { schedule, random, faults } = world;
  const fate = new SimulatedProcess(schedule, 'fate');
  const again = (meanMs: number, strike: () => void): void => {
    if (meanMs === 0) return;
    fate.after(random.durationMs(meanMs), () => {
      if (!isOpen()) return;
      strike();
      again(meanMs, strike);
    });
  };
  const disturbAll = () => {
    for (const job of world.jobs) world.presence.disturb(job.name.split(' of ')[1] ?? '');
  };
  const strikeJob = (text: string, strike: (job: SimulatedProcess) => void): void => {
    if (world.jobs.size === 0) return;
    const job = random.pick([...world.jobs]);
    world.presence.disturb(job.name.split(' of ')[1] ?? '');
    world.note(job.name.split(' of ')[1] ?? '', `${job.name} is ${text}`);
    strike(job);
  };
  again(faults.jobKilledEveryMs, () =>
    strikeJob('killed', (job) => {
      job.kill();
      world.jobs.delete(job);
    }),
  );
  again(faults.jobStoppedEveryMs, () =>
    strikeJob('stopped', (job) => job.stopFor(random.integer(1_000, 90_000))),
  );
  again(faults.apiKilledEveryMs, () => {
    const index = random.integer(0, apis.length - 1);
    apis[index]?.process.kill();
    world.note(`api ${index}`, 'killed');
    fate.after(random.integer(500, 8_000), () => {
      apis[index] = startApi(world, `api ${index}`);
    });
  });
  again(faults.apiStoppedEveryMs, () => {
    const api = random.pick(apis);
    api.process.stopFor(random.integer(1_000, 60_000));
    world.note(api.process.name, 'stopped');
    disturbAll();
  });
  again(faults.databaseAwayEveryMs, () => {
    world.isDatabaseAway = true;
    disturbAll();
    fate.after(random.integer(200, 60_000), () => {
      world.isDatabaseAway = false;
      disturbAll();
    });
  });
  again(faults.livekitAwayEveryMs, () => {
    world.livekit.isAway = true;
    disturbAll();
    fate.after(random.integer(200, 15_000), () => {
      world.livekit.isAway = false;
    });
  });
}

/**
 * Runs a world to its end on a cloned database.
 * @throws {InvariantError} at the first promise that is broken; `onWorld` gets the world before.
 */
export async function simulate(
  database: TestDatabase,
  settings: SimulationSettings,
  onWorld: (world: World) => void = () => {},
): Promise<SimulationResult> {
  const schedule = new Schedule();
  const random = createRandom(settings.seed);
  const users = await furnish(database, settings);
  const simulated = await simulateDatabase(database, () => schedule.nowMs);
  let faults = settings.faults;
  const presence = new Presence(() => schedule.nowMs);
  const network = createNetwork(schedule, random, () => faults);
  const world = new World({ schedule, random, network, presence, database: simulated, faults });
  world.livekit = new SimulatedLiveKit((metadata, job) => startJob(world, metadata, job));
  onWorld(world);
  const apis = Array.from({ length: REPLICAS }, (_, index) => startApi(world, `api ${index}`));
  const apiOf = () => random.pick(apis);
  const shop = openShop(world, apiOf, Object.keys(packages));
  const isOpen = () => schedule.nowMs < settings.durationMs;
  const billing = openBilling(world, apiOf, isOpen);
  for (const { id, name } of users) {
    const tabs = random.integer(1, TABS_MAX);
    const hasPlan = random.chance(PLAN_SHARE);
    for (let tab = 1; tab <= tabs; tab += 1) {
      startCaller(
        { world, apiOf, shop, billing, isOpen },
        { id, name: `${name}, tab ${tab}`, hasPlan },
      );
    }
  }
  unleash(world, apis, isOpen);

  let steps = 0;
  const runUntil = async (untilMs: number): Promise<void> => {
    while (schedule.step(untilMs)) {
      steps += 1;
      await simulated.idle();
      if (simulated.hasChanged()) await checkStep(world);
    }
  };
  try {
    await runUntil(settings.durationMs);
    faults = { ...noFault };
    world.faults = faults;
    // Outages that fate began still end by themselves; then everything comes to rest.
    await runUntil(settings.durationMs + REST_MS);
    await reconcile([shop, billing], apis, schedule, simulated);
    await checkStep(world);
    const calls = await checkCalls(world);
    const payments = await checkPayments(world, shop.payments);
    const invoices = await checkInvoices(world, billing.paidInvoiceIds());
    return { steps, calls, payments, invoices, notes: world.notes };
  } finally {
    simulated.close();
  }
}

async function reconcile(
  gateways: (Shop | Billing)[],
  apis: ReturnType<typeof startApi>[],
  schedule: Schedule,
  database: { idle: () => Promise<void> },
): Promise<void> {
  const [api] = apis;
  if (api === undefined) return;
  let isDone = false;
  const all = async () => {
    for (const gateway of gateways) await gateway.reconcile(api);
  };
  void all().then(() => {
    isDone = true;
  });
  while (!isDone) {
    schedule.step(schedule.nowMs + 1_000);
    await database.idle();
  }
}

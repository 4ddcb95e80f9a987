// Measures how soon after joining the caller is greeted (P7), and where the time until then goes.
import { readEntries } from './agent-stages.ts';
import type { Bench } from './bench.ts';
import { withSpeedStack } from './speed-stack.ts';
import { numbersOf, percentile, summarize } from './statistics.ts';

const CALLS = 8;
const GREETING_P95_MS = 1_500;
const STARTER_MARGIN_MS = 100;

/** Join to greeting, ours and the baseline's in turn. */
export const joinBench: Bench = {
  name: 'join',
  about: 'joining to the first sound of the greeting, against the starter',
  goals: ['P7'],
  minutes: 3,
  run: ({ say }) =>
    withSpeedStack(say, async ({ callOurs, callStarter, starter, stack }) => {
      const oursMs: number[] = [];
      const starterMs: number[] = [];
      const createMs: number[] = [];
      const agentInRoomMs: number[] = [];
      for (let count = 0; count < CALLS; count += 1) {
        const ours = await callOurs();
        oursMs.push((await ours.sound.waitForSound(ours.joinedAt, 30_000)) - ours.joinedAt);
        createMs.push(ours.joinedAt - ours.askedAt);
        agentInRoomMs.push((ours.log.all('agentJoined')[0]?.at ?? 0) - ours.joinedAt);
        await ours.hangUp();
        const other = await callStarter();
        starterMs.push((await other.sound.waitForSound(other.joinedAt, 30_000)) - other.joinedAt);
        await starter.hangUp(other);
      }
      const greeting = summarize(oursMs);
      const baseline = summarize(starterMs);
      const started = readEntries(stack.logs('agent'), 'call started').slice(-CALLS);
      const median = (values: readonly unknown[]) =>
        percentile(numbersOf(values as (number | null)[]), 0.5);
      const { medianMs = null, p95Ms = null } = greeting;
      return {
        goals: [
          {
            id: 'P7',
            figure: `p95 ${p95Ms} ms of ${greeting.count}, median ${medianMs} ms`,
            baseline: `starter p95 ${baseline.p95Ms} ms, median ${baseline.medianMs} ms`,
            isHeld:
              (p95Ms ?? Number.POSITIVE_INFINITY) <= GREETING_P95_MS &&
              (medianMs ?? 0) - (baseline.medianMs ?? 0) <= STARTER_MARGIN_MS,
          },
        ],
        details: {
          greeting,
          starter: baseline,
          waterfallMedians: {
            'asked to joined': median(createMs),
            'joined to agent in the room': median(agentInRoomMs),
            'job: activated': median(started.map(({ activateMs }) => activateMs)),
            'job: connected': median(started.map(({ connectMs }) => connectMs)),
            'job: session started': median(started.map(({ startMs }) => startMs)),
          },
        },
      };
    }),
};

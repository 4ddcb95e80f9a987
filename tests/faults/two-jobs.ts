// F16: a call is dispatched twice with the same token, and once more with one of an agent before.
import { AgentDispatchClient } from 'livekit-server-sdk';
import { type Fleet, startFleet } from '../caller/fleet.ts';
import type { FleetCall } from '../caller/fleet-call.ts';
import type { FaultContext, FaultOutcome, FaultRun } from './fault-run.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { checkBooks, pass, recordsOf, Violations } from './judge-call.ts';
import { jobOf, judgeFleet, lossOf } from './judge-fleet.ts';

const REPORT_INTERVAL_MS = 2_000;
const SLACK_MS = 1_500;
const REFUSED_MSG = 'call is not ours to hold';
const REFUSAL_TIMEOUT_MS = 20_000;
const TOGETHER_MS = 5_000;

/** Sends one more agent to a room, exactly as the first was sent. */
async function dispatchAgain(stack: FaultStack, call: FleetCall) {
  const { livekitApiKey, livekitApiSecret } = stack.secrets;
  const url = stack.urls.livekit.replace(/^ws/, 'http');
  const client = new AgentDispatchClient(url, livekitApiKey, livekitApiSecret);
  // LiveKit lists one of its own beside ours, for agents that have no name.
  const dispatches = await client.listDispatch(call.roomName);
  const first = dispatches.find(({ metadata }) => metadata !== '');
  if (!first) throw new Error(`No agent was dispatched to ${call.roomName}.`);
  const send = () =>
    client.createDispatch(call.roomName, first.agentName, { metadata: first.metadata });
  await send();
  return send;
}

/** How many jobs were told that the call is not theirs, once it is at least `count`. */
async function refusals(stack: FaultStack, call: FleetCall, count: number): Promise<number> {
  const endsAt = performance.now() + REFUSAL_TIMEOUT_MS;
  for (;;) {
    const records = recordsOf(stack, 'agent', call.voiceSessionId);
    const found = records.filter(({ msg }) => msg === REFUSED_MSG).length;
    if (found >= count || performance.now() > endsAt) return found;
    await pass(100);
  }
}

/** A job of the same dispatch as the one that has the call gets nothing. */
async function sendTwice(stack: FaultStack, call: FleetCall, judged: Violations) {
  const before = jobOf(stack, call.voiceSessionId);
  const sendAgain = await dispatchAgain(stack, call);
  const refused = await refusals(stack, call, 1);
  judged.expect(refused === 1, 'the second job of one dispatch was not refused');
  const after = performance.now();
  await pass(TOGETHER_MS);
  await judged.attempt('the first job stopped counting', () => call.counting({ after }));
  judged.expect(jobOf(stack, call.voiceSessionId).pid === before.pid, 'another job has the call');
  return { sendAgain, pid: before.pid };
}

async function run({ say }: FaultContext): Promise<FaultOutcome[]> {
  const judged = new Violations();
  const stack = await startFaultStack({
    environment: { LOG_LEVEL: 'info', METER_INTERVAL_MS: String(REPORT_INTERVAL_MS) },
  });
  let fleet: Fleet | null = null;
  try {
    fleet = await startFleet({ stack, calls: 1 });
    await fleet.waitUntilCounting();
    const [call] = fleet.calls;
    if (!call) throw new Error('There is no call.');
    say('sending a second job with the token of the first');
    const { sendAgain, pid } = await sendTwice(stack, call, judged);
    say('replacing the agent, then sending a job with the token of the old one');
    const losses = lossOf(call);
    process.kill(pid, 'SIGKILL');
    const killedAt = performance.now();
    const next = await call.waitFor('agentJoined', { after: killedAt, timeoutMs: 45_000 });
    await call.counting({ after: next.at, timeoutMs: 45_000 });
    await sendAgain();
    const refused = await refusals(stack, call, 2);
    judged.expect(refused === 2, 'a job with an old token was not refused');
    const after = performance.now();
    await pass(TOGETHER_MS);
    await judged.attempt('the new job stopped counting', () => call.counting({ after }));
    await call.hangUp();
    const judgement = await judgeFleet(stack, fleet.calls, {
      losses,
      giftMsMax: REPORT_INTERVAL_MS + SLACK_MS,
    });
    const starts = recordsOf(stack, 'agent', call.voiceSessionId).filter(
      ({ msg }) => msg === 'call started',
    );
    judged.expect(starts.length === 2, `${starts.length} jobs held the call, not two in turn`);
    judged.list.push(...judgement.violations, ...(await checkBooks(stack)));
    const figures = { ...judgement.figures, jobsSent: 4, jobsRefused: refused };
    return [{ id: 'F16', title: 'several jobs for one call', violations: judged.list, figures }];
  } finally {
    await fleet?.stop();
    await stack.stop();
  }
}

/** The run. */
export const twoJobs: FaultRun = {
  name: 'two-jobs',
  about: 'one call is dispatched twice with one token, and again with an old one',
  ids: ['F16'],
  minutes: 1,
  run,
};

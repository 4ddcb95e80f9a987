// Measures how soon after a barge-in the caller hears silence (P6): spoken, and by the button.
import type { Stack } from '../../local/src/stack.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { readEntries } from './agent-stages.ts';
import type { Bench } from './bench.ts';
import { soundMsOf } from './fixed-providers.ts';
import { pass, withSpeedStack } from './speed-stack.ts';
import { summarize } from './statistics.ts';

const CALLS = 2;
const BARGE_INS = 4;
const SILENCE_P95_MS = 250;
const SPEECH_LIMIT_MS = 40_000;
/** Into the story, past its first words. */
const INTO_STORY_MS = 1_200;
const STORY = 'Once upon a time there was a lighthouse keeper who counted ships. '.repeat(8).trim();
const ANSWER = 'Of course, I have stopped now.';
/** Of an answer after a barge-in as much is heard as was synthesized: no frame lost, none left over. */
const WHOLE = { least: 0.85, most: 1.15 };

/** The fixed voice makes no pauses, and the next answer comes soon. */
const SILENCE_MS = 200;

const silence = (call: HeadlessCall, after: number) =>
  call.sound.waitForSilence(after, SPEECH_LIMIT_MS, SILENCE_MS);

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Has the agent speak for long. */
async function beginStory(call: HeadlessCall): Promise<void> {
  const { firstReplyAt } = await call.ask('what-can-you-do');
  await pass(INTO_STORY_MS);
  // An agent that does not speak cannot be interrupted, and would seem to be so at once.
  const heardMs = call.sound.heardMs(firstReplyAt, performance.now());
  if (heardMs < INTO_STORY_MS / 2) throw new Error(`Only ${heardMs} ms of the story were heard.`);
}

/** When the agent first stopped speaking at or after `after`, by its own log; this process's clock. */
function confirmedAt(stack: Stack, after: number): number | null {
  for (const { time, oldState, newState } of readEntries(stack.logs('agent'), 'agent state')) {
    if (oldState !== 'speaking' || newState === 'speaking') continue;
    const at = new Date(time as string | number).getTime() - performance.timeOrigin;
    if (at >= after) return at;
  }
  return null;
}

/** Barge-ins, each from the moment the agent took the caller's voice for one. */
export const bargeInBench: Bench = {
  name: 'barge-in',
  about: 'a confirmed barge-in to silence at the caller',
  goals: ['P6'],
  minutes: 3,
  run: ({ say }) =>
    withSpeedStack(say, async ({ providers, callOurs, stack }) => {
      const tell = (answer: string) => {
        providers.script = { heard: 'what can you do', answer };
      };
      const heardShares: number[] = [];
      const spokenMs: number[] = [];
      const fromFirstWordMs: number[] = [];
      const buttonMs: number[] = [];
      for (let count = 0; count < CALLS; count += 1) {
        const call = await callOurs();
        await call.sound.waitForSilence(await call.sound.waitForSound(0, 30_000), SPEECH_LIMIT_MS);
        for (let index = 0; index < BARGE_INS; index += 1) {
          tell(STORY);
          await beginStory(call);
          tell(ANSWER);
          const { speechStartAt } = await call.say('stop');
          const silentAt = await silence(call, speechStartAt);
          const confirmed = confirmedAt(stack, speechStartAt);
          if (confirmed !== null) spokenMs.push(silentAt - confirmed);
          fromFirstWordMs.push(silentAt - speechStartAt);
          const answerAt = await call.sound.waitForSound(silentAt + 1, SPEECH_LIMIT_MS);
          const answerEndAt = await call.sound.waitForSilence(answerAt, SPEECH_LIMIT_MS);
          heardShares.push(call.sound.heardMs(answerAt, answerEndAt) / soundMsOf(ANSWER));
          tell(STORY);
          await beginStory(call);
          const pressedAt = performance.now();
          await call.interrupt();
          const quietAt = await silence(call, pressedAt);
          buttonMs.push(quietAt - pressedAt);
        }
        await call.hangUp();
      }
      const spoken = summarize(spokenMs);
      const fromFirstWord = summarize(fromFirstWordMs);
      const button = summarize(buttonMs);
      const isQuick = ({ p95Ms }: { p95Ms: number | null }) =>
        (p95Ms ?? Number.POSITIVE_INFINITY) <= SILENCE_P95_MS;
      return {
        goals: [
          {
            id: 'P6',
            figure: `spoken p95 ${spoken.p95Ms} ms, median ${spoken.medianMs} ms of ${spoken.count}`,
            baseline: `from the first sound of it: median ${fromFirstWord.medianMs} ms`,
            isHeld: isQuick(spoken),
          },
          {
            id: 'P6',
            figure: `button p95 ${button.p95Ms} ms, median ${button.medianMs} ms of ${button.count}`,
            baseline: null,
            isHeld: isQuick(button),
          },
          {
            id: 'P6',
            figure: `answers after a barge-in heard by ${percent(Math.min(...heardShares))} to ${percent(Math.max(...heardShares))}`,
            baseline: null,
            isHeld: heardShares.every((share) => share >= WHOLE.least && share <= WHOLE.most),
          },
        ],
        details: { spoken, fromFirstWord, button },
      };
    }),
};

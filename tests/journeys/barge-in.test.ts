// A caller who speaks over the agent, in a real room: it falls silent, and its next answer is whole.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stack } from '../../local/src/stack.ts';
import { accessOf } from '../bench/call-charges.ts';
import { type FixedProviders, soundMsOf, startFixedProviders } from '../bench/fixed-providers.ts';
import { createCaller } from '../caller/caller.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { startTestStack } from './support/journey.ts';

const STORY = 'Once upon a time there was a lighthouse keeper who counted ships. '
  .repeat(12)
  .trim();
const ANSWER = 'Of course, I have stopped now.';
/** Sound is lost or drawn out by a busy machine, but never most of it. */
const HEARD_SHARE = { least: 0.6, most: 1.6 };

let providers: FixedProviders;
let stack: Stack;
let call: HeadlessCall;

beforeAll(async () => {
  providers = await startFixedProviders();
  stack = await startTestStack({ OPENAI_BASE_URL: providers.baseUrl, OPENAI_API_KEY: 'fixed' });
  const caller = createCaller(accessOf(stack));
  await caller.signUp();
  call = await caller.call();
  await call.sound.waitForSilence(await call.sound.waitForSound(0, 60_000), 60_000);
}, 180_000);
afterAll(async () => {
  await call?.leave();
  await stack?.stop();
  await providers?.stop();
}, 60_000);

test.each([
  ['spoken to', async () => (await call.say('stop')).speechStartAt],
  [
    'stopped by the button and asked again',
    async () => {
      const pressedAt = performance.now();
      await call.interrupt();
      await call.sound.waitForSilence(pressedAt, 20_000);
      await call.say('what-can-you-do');
      return pressedAt;
    },
  ],
])(
  'the agent, %s in the middle of a story, drops the rest of it and answers in full',
  async (_how, interrupt) => {
    providers.script = { heard: 'what can you do', answer: STORY };
    const { firstReplyAt } = await call.ask('what-can-you-do');
    // Well into the story, so that much of it is synthesized and waiting to be heard.
    await expect
      .poll(() => call.sound.heardMs(firstReplyAt, performance.now()), { timeout: 20_000 })
      .toBeGreaterThan(1_200);
    providers.script = { heard: 'what can you do', answer: ANSWER };
    const interruptedAt = await interrupt();
    const silentAt = await call.sound.waitForSilence(interruptedAt, 20_000);
    const answerAt = await call.sound.waitForSound(silentAt + 1, 20_000);
    const answerEndAt = await call.sound.waitForSilence(answerAt, 20_000);
    const share = call.sound.heardMs(answerAt, answerEndAt) / soundMsOf(ANSWER);
    expect(share).toBeGreaterThan(HEARD_SHARE.least);
    expect(share).toBeLessThan(HEARD_SHARE.most);
  },
  90_000,
);

// Measures how soon after the caller's last word the answer is heard (P5), and where the time goes.
import type { HeadlessCall } from '../caller/headless-call.ts';
import type { Bench } from './bench.ts';
import { PROVIDER_TIME_MS, type ProviderRequest } from './fixed-providers.ts';
import { type SpeedStack, withSpeedStack } from './speed-stack.ts';
import { numbersOf, percentile, summarize } from './statistics.ts';

const CALLS = 3;
const QUESTIONS = ['how-many-minutes', 'what-can-you-do', 'how-many-minutes', 'what-can-you-do'];
const ANSWER = 'You have twelve minutes left. Would you like more?';
const BEYOND_MEDIAN_MS = 500;
const BEYOND_P95_MS = 700;
const STARTER_MARGIN_MS = 20;
const SPEECH_LIMIT_MS = 20_000;

/** One answer: when each stage was reached, in milliseconds after the last word. */
interface Turn {
  replyMs: number;
  /** How often recognition was asked; more than once where an early guess was thrown away. */
  recognitions: number;
  sttAskedMs: number | null;
  llmAskedMs: number | null;
  ttsAskedMs: number | null;
  ttsAnsweredMs: number | null;
}

async function measureTurns(
  call: HeadlessCall,
  { providers }: Pick<SpeedStack, 'providers'>,
): Promise<Turn[]> {
  const turns: Turn[] = [];
  await call.sound.waitForSilence(await call.sound.waitForSound(0, 30_000), SPEECH_LIMIT_MS);
  for (const question of QUESTIONS) {
    const first = providers.requests.length;
    const { speechEndAt, firstReplyAt, replyLatencyMs } = await call.ask(question);
    const during = providers.requests.slice(first);
    // What was thrown away again led to nothing: the last of each before the sound is the one heard.
    const last = (provider: ProviderRequest['provider']) =>
      during.findLast(
        (request) => request.provider === provider && request.receivedAt < firstReplyAt,
      );
    const after = (at: number | null | undefined) => (at ? at - speechEndAt : null);
    turns.push({
      replyMs: replyLatencyMs,
      recognitions: during.filter(({ provider }) => provider === 'stt').length,
      sttAskedMs: after(last('stt')?.receivedAt),
      llmAskedMs: after(last('llm')?.receivedAt),
      ttsAskedMs: after(last('tts')?.receivedAt),
      ttsAnsweredMs: after(last('tts')?.answeredAt),
    });
    await call.sound.waitForSilence(firstReplyAt, SPEECH_LIMIT_MS);
  }
  return turns;
}

const waterfallOf = (turns: readonly Turn[]) => {
  const recognitions = turns.reduce((sum, turn) => sum + turn.recognitions, 0);
  const median = (name: keyof Turn) => percentile(numbersOf(turns.map((turn) => turn[name])), 0.5);
  return {
    'last word to recognition asked': median('sttAskedMs'),
    'model asked': median('llmAskedMs'),
    'voice asked': median('ttsAskedMs'),
    'voice answered': median('ttsAnsweredMs'),
    heard: median('replyMs'),
    'recognitions a turn': recognitions / turns.length,
  };
};

/** Last word to first sound, ours and the baseline's in turn. */
export const turnsBench: Bench = {
  name: 'turns',
  about: 'end of speech to the first sound of the answer, beyond provider time',
  goals: ['P5'],
  minutes: 4,
  run: ({ say }) =>
    withSpeedStack(say, async (speed) => {
      const { providers, callOurs, callStarter, starter } = speed;
      providers.script = { heard: 'how many minutes do i have left', answer: ANSWER };
      const ours: Turn[] = [];
      const others: Turn[] = [];
      for (let count = 0; count < CALLS; count += 1) {
        const call = await callOurs();
        ours.push(...(await measureTurns(call, speed)));
        await call.hangUp();
        const other = await callStarter();
        others.push(...(await measureTurns(other, speed)));
        await starter.hangUp(other);
      }
      const beyond = summarize(ours.map(({ replyMs }) => replyMs - PROVIDER_TIME_MS));
      const baseline = summarize(others.map(({ replyMs }) => replyMs - PROVIDER_TIME_MS));
      const marginMs = (beyond.medianMs ?? 0) - (baseline.medianMs ?? 0);
      return {
        goals: [
          {
            id: 'P5',
            figure: `beyond providers median ${beyond.medianMs} ms, p95 ${beyond.p95Ms} ms of ${beyond.count}`,
            baseline: `starter median ${baseline.medianMs} ms, p95 ${baseline.p95Ms} ms; providers ${PROVIDER_TIME_MS} ms`,
            isHeld:
              (beyond.medianMs ?? Number.POSITIVE_INFINITY) <= BEYOND_MEDIAN_MS &&
              (beyond.p95Ms ?? Number.POSITIVE_INFINITY) <= BEYOND_P95_MS &&
              marginMs <= STARTER_MARGIN_MS,
          },
        ],
        details: {
          beyond,
          starter: baseline,
          ours: waterfallOf(ours),
          others: waterfallOf(others),
        },
      };
    }),
};

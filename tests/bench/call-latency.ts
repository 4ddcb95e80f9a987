// Measures how quick a conversation is: greeting, replies, pauses within a sentence, barge-in.
import type { Stack } from '../../local/src/stack.ts';
import type { Caller } from '../caller/caller.ts';
import type { HeadlessCall } from '../caller/headless-call.ts';
import { type AnswerStages, readAnswerStages } from './agent-stages.ts';
import { measureRecognition } from './recognition-time.ts';
import { numbersOf, percentile, type Summary, summarize } from './statistics.ts';

const QUESTIONS = ['how-many-minutes', 'what-can-you-do', 'how-many-minutes', 'what-can-you-do'];
const PAUSED = ['pause-ticket', 'pause-minutes', 'pause-call-back'];
const SPEECH_LIMIT_MS = 40_000;
/** The worker makes its next job process ready meanwhile, as between two calls of real people. */
const REST_MS = 5_000;
/** Into the story, past its first words. */
const BARGE_IN_AFTER_MS = 2_500;

/** How quick the conversation was. */
export interface LatencyResults {
  /** Joining the room to the first sound of the greeting. */
  greeting: Summary;
  /** End of the caller's speech to the first sound of the reply. */
  reply: Summary;
  /** The same for each question. */
  replyByPhrase: ({ phrase: string } & Summary)[];
  /** The same less recognition and synthesis, measured for each phrase. */
  replyBeyondSpeech: Summary;
  /** Medians by stage, as the agent logged them. */
  stages: Record<keyof AnswerStages | 'recognitionMs', number | null>;
  /** Callers who paused for 0.8 s within a sentence, and how many of them were cut off. */
  pauses: { count: number; cutOff: number };
  /** Begin of the caller's "stop" to the agent's silence. */
  bargeIn: Summary;
  /** Pressing "Interrupt" to the agent's silence. */
  interruptButton: Summary;
}

/** Measures over `rounds` calls. */
export async function measureLatency(
  stack: Stack,
  caller: Caller,
  rounds: number,
): Promise<LatencyResults> {
  const greetingMs: number[] = [];
  const replies: { phrase: string; latencyMs: number; recognitionMs: number | null }[] = [];
  const pauses = { count: 0, cutOff: 0 };
  const bargeInMs: number[] = [];
  const interruptMs: number[] = [];
  const recognition = await measureRecognitions(stack);
  const firstLine = stack.logs('agent').length;
  for (let round = 0; round < rounds; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const call = await caller.call();
    const greetingAt = await call.sound.waitForSound(call.joinedAt, 30_000);
    greetingMs.push(greetingAt - call.joinedAt);
    await call.sound.waitForSilence(greetingAt, SPEECH_LIMIT_MS);
    for (const question of QUESTIONS) {
      const { replyLatencyMs, firstReplyAt } = await call.ask(question);
      const recognitionMs = recognition.get(question) ?? null;
      replies.push({ phrase: question, latencyMs: replyLatencyMs, recognitionMs });
      await call.sound.waitForSilence(firstReplyAt, SPEECH_LIMIT_MS);
    }
    const paused = PAUSED[round % PAUSED.length] ?? 'pause-ticket';
    pauses.count += 1;
    if (await wasCutOff(call, paused)) pauses.cutOff += 1;
    bargeInMs.push(await measureBargeIn(call));
    interruptMs.push(await measureInterrupt(call));
    await call.hangUp();
  }
  const stages = readAnswerStages(stack.logs('agent').slice(firstLine));
  const median = (name: keyof AnswerStages) =>
    percentile(numbersOf(stages.map((stage) => stage[name])), 0.5);
  const ttsMs = median('ttsFirstByteMs') ?? 0;
  return {
    greeting: summarize(greetingMs),
    reply: summarize(replies.map(({ latencyMs }) => latencyMs)),
    replyByPhrase: [...new Set(QUESTIONS)].map((phrase) => ({
      phrase,
      ...summarize(
        replies.filter((reply) => reply.phrase === phrase).map(({ latencyMs }) => latencyMs),
      ),
    })),
    replyBeyondSpeech: summarize(
      replies.map(({ latencyMs, recognitionMs }) => latencyMs - (recognitionMs ?? 0) - ttsMs),
    ),
    stages: {
      endOfTurnMs: median('endOfTurnMs'),
      transcriptionMs: median('transcriptionMs'),
      llmFirstTokenMs: median('llmFirstTokenMs'),
      ttsFirstByteMs: median('ttsFirstByteMs'),
      recognitionMs: percentile(numbersOf([...recognition.values()]), 0.5),
    },
    pauses,
    bargeIn: summarize(bargeInMs),
    interruptButton: summarize(interruptMs),
  };
}

async function measureRecognitions(stack: Stack): Promise<Map<string, number | null>> {
  const { STT_BASE_URL, OPENAI_BASE_URL, STT_API_KEY, OPENAI_API_KEY } = stack.environment;
  const baseUrl = STT_BASE_URL ?? OPENAI_BASE_URL ?? '';
  const results = new Map<string, number | null>();
  for (const phrase of new Set(QUESTIONS)) {
    const apiKey = STT_API_KEY ?? OPENAI_API_KEY ?? '';
    results.set(phrase, baseUrl ? await measureRecognition(baseUrl, apiKey, phrase) : null);
  }
  return results;
}

/** Whether the agent began to answer before the caller had finished the sentence. */
async function wasCutOff(call: HeadlessCall, phrase: string): Promise<boolean> {
  const { speechStartAt, speechEndAt, firstReplyAt } = await call.ask(phrase);
  const isInterrupted = call.sound.heardMs(speechStartAt, speechEndAt) > 0;
  await call.sound.waitForSilence(firstReplyAt, SPEECH_LIMIT_MS);
  return isInterrupted;
}

/** Has the agent tell a story and lets it speak a little. */
async function beginStory(call: HeadlessCall): Promise<void> {
  const { firstReplyAt } = await call.ask('long-story');
  await new Promise((resolve) => setTimeout(resolve, BARGE_IN_AFTER_MS));
  if (call.sound.heardMs(firstReplyAt, performance.now()) < BARGE_IN_AFTER_MS / 2) {
    throw new Error('The agent told no story long enough to be interrupted.');
  }
}

async function measureBargeIn(call: HeadlessCall): Promise<number> {
  await beginStory(call);
  const { speechStartAt } = await call.say('stop');
  const silentAt = await call.sound.waitForSilence(speechStartAt, SPEECH_LIMIT_MS);
  // What it answers to "stop" must be over before the next question.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await call.sound.waitForSilence(performance.now(), SPEECH_LIMIT_MS);
  return silentAt - speechStartAt;
}

async function measureInterrupt(call: HeadlessCall): Promise<number> {
  await beginStory(call);
  const pressedAt = performance.now();
  await call.interrupt();
  return (await call.sound.waitForSilence(pressedAt, SPEECH_LIMIT_MS)) - pressedAt;
}

// The detector asks for more certainty while the words are open, and waits longer in doubt.
import { EventEmitter } from 'node:events';
import { initializeLogger, llm, voice } from '@livekit/agents';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { TurnDetector } from './turn-detector.ts';

beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));

const settings = { ENDPOINTING_DOUBT_DELAY_MS: 1_100, ENDPOINTING_MAX_DELAY_MS: 1_800 };
const { ConversationItemAdded, UserInputTranscribed } = voice.AgentSessionEventTypes;

class FakeSession extends EventEmitter {
  updateOptions = vi.fn();

  hear(transcript: string) {
    this.emit(UserInputTranscribed, { isFinal: true, transcript });
  }
}

let session: FakeSession;
let isRecognizing: boolean;
let stream: ReturnType<TurnDetector['stream']>;

beforeEach(async () => {
  session = new FakeSession();
  const detector = new TurnDetector(settings, 'en');
  isRecognizing = false;
  detector.follow(session as unknown as voice.AgentSession, () => isRecognizing);
  stream = detector.stream();
  return async () => detector.aclose();
});

const ask = async () => {
  const threshold = (await stream.unlikelyThreshold('en' as never)) ?? 0;
  const { turnHandling } = session.updateOptions.mock.lastCall?.[0] ?? {};
  return { threshold, doubtDelayMs: turnHandling.endpointing.maxDelay };
};

test('words that cannot be the end need a sound that surely is', async () => {
  session.hear('i would like to');
  expect(await ask()).toMatchObject({ doubtDelayMs: 1_800 });
  expect((await ask()).threshold).toBeGreaterThan(0.7);
});

test('all the words of a turn count together, those of the turn before do not', async () => {
  session.hear('how many minutes');
  session.hear('do i have left');
  expect((await ask()).threshold).toBeLessThan(0.2);
  const item = new llm.ChatMessage({ role: 'user', content: 'how many minutes do i have left' });
  session.emit(ConversationItemAdded, { item });
  session.hear('and');
  expect((await ask()).doubtDelayMs).toBe(1_800);
});

test('a turn is not over while its last words are still being recognized', async () => {
  session.hear('what can you do');
  isRecognizing = true;
  expect(await ask()).toEqual({ threshold: 1, doubtDelayMs: 3_000 });
  isRecognizing = false;
  expect((await ask()).threshold).toBeLessThan(0.2);
});

test('an unknown language gets the same care, not the least delay', async () => {
  expect(await stream.supportsLanguage('xx' as never)).toBe(true);
  expect((await ask()).threshold).toBeGreaterThan(0);
});

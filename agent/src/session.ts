// Builds the LiveKit agent session of a call and ties it to the room, and to the room alone.
import { type VAD, voice } from '@livekit/agents';
import type { Room } from '@livekit/rtc-node';
import { turnHandling } from './agent.ts';
import type { AgentEnvironment } from './environment.ts';
import type { Speech } from './speech.ts';
import { TurnDetector } from './turn-detector.ts';

/** What recognizers and voice detectors work with; more would only cost computing. */
const INPUT_SAMPLE_RATE = 16_000;
const PROVIDER_RETRIES = { maxRetry: 2, retryIntervalMs: 1_000, timeoutMs: 10_000 };
/** How long an outage may last is the meter's to decide, so the framework never gives up. */
const MAX_UNRECOVERABLE_ERRORS = 1_000_000;
/** Tool calls in one answer before the model must speak. */
const MAX_TOOL_STEPS = 4;

/** What a session is made of. */
export interface SessionOptions {
  env: AgentEnvironment;
  speech: Speech;
  vad: VAD;
  room: Room;
  userIdentity: string;
  /** The assistant's, as a BCP 47 tag. */
  language: string;
}

/** Makes the session; nothing is heard before {@link startSession}. */
export function createSession({ env, speech, vad, language }: SessionOptions): voice.AgentSession {
  const turnDetector = new TurnDetector(env, language);
  const session = new voice.AgentSession({
    stt: speech.stt,
    llm: speech.llm,
    tts: speech.tts,
    vad,
    turnHandling: turnHandling(env, turnDetector),
    aecWarmupDuration: env.AEC_WARMUP_MS || null,
    // Silence is the meter's business; the framework's timer only changes a label.
    userAwayTimeout: null,
    maxToolSteps: MAX_TOOL_STEPS,
    connOptions: {
      sttConnOptions: PROVIDER_RETRIES,
      llmConnOptions: PROVIDER_RETRIES,
      ttsConnOptions: PROVIDER_RETRIES,
      maxUnrecoverableErrors: MAX_UNRECOVERABLE_ERRORS,
    },
  });
  turnDetector.follow(session, speech.isRecognizing);
  return session;
}

/**
 * Starts the session in the room. Given a room, the framework would also open its remote-control
 * channel, over which any participant could read the instructions and run input past our limits;
 * with a room connection of our own there is none.
 */
export async function startSession(
  session: voice.AgentSession,
  agent: voice.Agent,
  { room, userIdentity }: Pick<SessionOptions, 'room' | 'userIdentity'>,
): Promise<void> {
  // The room's text output asks the session for its agent before the session starts.
  session.updateAgent(agent);
  const roomIo = new voice.RoomIO({
    agentSession: session,
    room,
    participant: userIdentity,
    inputOptions: {
      audioSampleRate: INPUT_SAMPLE_RATE,
      // Typed messages come through our own bounded reader.
      textEnabled: false,
      // Who is gone for good is decided by our presence, with its grace.
      closeOnDisconnect: false,
    },
  });
  roomIo.start();
  session._roomIO = roomIo;
  await session.start({ agent, record: false });
}

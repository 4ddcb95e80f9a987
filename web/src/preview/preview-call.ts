// A call that does nothing but show one snapshot: what the previews put on the talk page.
import type { ConnectOptions, VoiceCall, VoiceCallSnapshot } from '@mindbot/sdk/voice';
import { PREVIEW_STATES } from './preview-states.ts';
import { TRANSCRIPT } from './preview-transcript.ts';

/** The id of the call in every preview. */
const PREVIEW_ID = '00000000-0000-4000-8000-00000000c0de';

/** A running call in which the person listens; the start of every variant. */
const RUNNING: VoiceCallSnapshot = {
  voiceSessionId: PREVIEW_ID,
  connectionState: 'connected',
  agentState: 'listening',
  isAgentLost: false,
  microphone: 'on',
  microphoneError: null,
  isAudioBlocked: false,
  time: {
    remainingMs: 401_000,
    usedMs: 199_000,
    isCounting: true,
    pausedReason: null,
    isStale: false,
  },
  transcript: TRANSCRIPT,
  ended: null,
  failure: null,
};

/** The fake call of a variant. */
export function previewCall(options: ConnectOptions, variant: string): VoiceCall {
  let snapshot = { ...RUNNING, ...PREVIEW_STATES[variant]?.snapshot };
  const listeners = new Set<() => void>();
  const patch = (change: Partial<VoiceCallSnapshot>) => {
    snapshot = { ...snapshot, ...change };
    for (const listener of listeners) listener();
  };
  const done = { data: null, error: null };
  const call: VoiceCall = {
    ready: new Promise(() => undefined),
    finished: new Promise(() => undefined),
    get snapshot() {
      return snapshot;
    },
    voiceSession: null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    on: () => () => undefined,
    mute: async () => patch({ microphone: 'muted' }),
    unmute: async () => patch({ microphone: 'on' }),
    enableMicrophone: async () => {
      patch({ microphone: 'on' });
      return done;
    },
    setMicrophone: async () => done,
    sendText: async (text) => {
      const id = `typed-${snapshot.transcript.length}`;
      const item = {
        id,
        speaker: 'user' as const,
        text,
        isFinal: true,
        wasInterrupted: false,
        isTyped: true,
        startedAt: 0,
      };
      patch({ transcript: [...snapshot.transcript, item] });
      return { data: item, error: null };
    },
    interrupt: async () => {
      patch({ agentState: 'listening' });
      const item = snapshot.transcript.at(-1);
      if (item) options.on?.interrupted?.({ item });
      return done;
    },
    recheckTime: async () => done,
    startAudio: async () => {
      patch({ isAudioBlocked: false });
      return done;
    },
    // A slow wave, so that the bars have a shape in a picture.
    getLevels: () => {
      const level = 0.45 + 0.3 * Math.sin(performance.now() / 300);
      return { user: level, agent: level };
    },
    end: async () => {
      const end = { reason: 'user_hung_up' as const, chargedMs: 199_000, balanceMs: 401_000 };
      patch({ ended: end });
      return end;
    },
  };
  return call;
}

// The public face of a call: its states, events, errors and methods.
import type { MindbotError } from '../errors.ts';
import type { CreatedVoiceSession, EndedReason } from '../types.ts';

/** Where the connection stands. `ending`: hung up, waiting for the server to settle. */
export type ConnectionState =
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'ending'
  | 'disconnected';

/** What the agent does. `waiting`: we are in the room, no working agent is yet (or any more). */
export type AgentState = 'connecting' | 'waiting' | 'listening' | 'thinking' | 'speaking';

/** Where the microphone stands. `requesting`: the browser may be asking the user now. */
export type MicrophoneState = 'off' | 'requesting' | 'on' | 'muted';

/** Why the shown time does not fall. */
export type PausedReason = 'not_started' | 'user_lost' | 'provider_down';

/** The time to show, counted on from the last report of the server. */
export interface CallTime {
  remainingMs: number;
  usedMs: number;
  /** Whether the time falls now. */
  isCounting: boolean;
  pausedReason: PausedReason | null;
  /** True after 5 s without a report: show it as approximate. */
  isStale: boolean;
}

/** One utterance, spoken or typed. */
export interface TranscriptItem {
  id: string;
  speaker: 'user' | 'agent';
  /** Grows while `isFinal` is false; of an interrupted agent, only the words that were spoken. */
  text: string;
  isFinal: boolean;
  /** The user cut the agent off in this utterance. */
  wasInterrupted: boolean;
  /** Written by the user, not said. */
  isTyped: boolean;
  /** When it began, in milliseconds since 1970 by this machine's clock. */
  startedAt: number;
}

/** How the call ended. */
export interface CallEnd {
  reason: EndedReason;
  /** What the call cost; null when the server could not be asked. */
  chargedMs: number | null;
  /** What is left on the account after it; null when the server could not be asked. */
  balanceMs: number | null;
}

/** The microphone could not be used; typing still works. */
export interface MicrophoneError {
  code:
    | 'microphone_blocked'
    | 'microphone_not_found'
    | 'microphone_busy'
    | 'microphone_unsupported';
  message: string;
}

/** Any failure of a call, told apart by `code`. */
export type VoiceError =
  | MindbotError
  | MicrophoneError
  /** The room could not be joined, fresh tokens included. */
  | { code: 'join_failed'; message: string; cause: unknown }
  /** Nobody is there to hear it: the agent has not joined, or was lost. */
  | { code: 'agent_absent'; message: string }
  /** The call is not connected now. */
  | { code: 'not_connected'; message: string }
  /** The browser still holds back the sound. */
  | { code: 'audio_blocked'; message: string; cause: unknown }
  /** A typed message without words. */
  | { code: 'empty_message'; message: string };

/** Outcome of a method of a call: exactly one of `data` and `error` is set. */
export type VoiceResult<Data> = { data: Data; error: null } | { data: null; error: VoiceError };

/** Everything a view needs, as one immutable object; replaced whenever something changes. */
export interface VoiceCallSnapshot {
  /** Null until the api has created the call. */
  voiceSessionId: string | null;
  connectionState: ConnectionState;
  agentState: AgentState;
  /** The agent was there and dropped out; another is being asked for, and time is paused. */
  isAgentLost: boolean;
  microphone: MicrophoneState;
  microphoneError: MicrophoneError | null;
  /** The browser holds back sound until the user presses something: offer `startAudio()`. */
  isAudioBlocked: boolean;
  /** Null until the first report of the server. */
  time: CallTime | null;
  transcript: readonly TranscriptItem[];
  /** Set once the call is over. */
  ended: CallEnd | null;
  /** Set when the call could not be started. */
  failure: VoiceError | null;
}

/** The events of a call and what each carries. */
export interface VoiceCallEvents {
  /** The shown second changed, or the time was paused, resumed or corrected. */
  time: CallTime;
  /** An utterance began, grew or became final. `items` is the whole transcript in order. */
  transcript: { item: TranscriptItem; items: readonly TranscriptItem[] };
  agentState: AgentState;
  connectionState: ConnectionState;
  microphone: MicrophoneState;
  microphoneError: MicrophoneError;
  /** A warning threshold was crossed; the agent says it too. */
  lowTime: { thresholdMs: number; remainingMs: number };
  timeAdded: { addedMs: number; remainingMs: number };
  /** Time is up and the agent takes leave. */
  goodbye: { remainingMs: number };
  leadSaved: { leadId: string; name: string };
  ticketCreated: { ticketId: string; number: number; subject: string };
  /** The agent dropped out; the call asks for another by itself. */
  agentLost: { reason: 'left' | 'silent' };
  /** An agent is back after `agentLost`. */
  agentFound: { agentIdentity: string };
  audioBlocked: { isBlocked: boolean };
  /** The user cut the agent off. */
  interrupted: { item: TranscriptItem };
  /** The call could not be started; the last event. */
  failed: VoiceError;
  /** The call is over and settled; after it only the last words may still join the transcript. */
  ended: CallEnd;
}

/** Handlers by event name. */
export type VoiceCallHandlers = {
  [Name in keyof VoiceCallEvents]?: (payload: VoiceCallEvents[Name]) => void;
};

/** Loudness of both sides now, each from 0 to 1. */
export interface AudioLevels {
  user: number;
  agent: number;
}

/** Options of {@link connectToVoiceAgent}. */
export interface ConnectOptions {
  /** Slug or id of an assistant; the organization's default without it. */
  assistant?: string;
  /** Join this running call instead of starting one (after a reload, or from another tab). */
  voiceSessionId?: string;
  /** True for the system's default microphone, a device id for another, false to type only. */
  microphone?: boolean | string;
  /**
   * What a missing microphone means: by default the call fails before any time is used; with true it
   * goes on by typing and `microphoneError` tells.
   */
  isMicrophoneOptional?: boolean;
  /** One is made when absent. Reuse it to press "Talk" again after an answer that was lost. */
  idempotencyKey?: string;
  /** W3C trace context the call belongs to; one is made when absent. */
  traceparent?: string;
  /** Handlers attached before anything happens, so that no event is missed. */
  on?: VoiceCallHandlers;
  /** Aborting hangs up, at any stage. */
  signal?: AbortSignal;
  /** Where the agent's sound is played; an invisible element is made without it. */
  audioElement?: HTMLAudioElement;
}

/** One call. Made by {@link connectToVoiceAgent}, which returns it while it still connects. */
export interface VoiceCall {
  /** Settles once: with the call when the room is joined, or with why it could not be started. */
  readonly ready: Promise<VoiceResult<VoiceCall>>;
  /** Settles once, when the call is over. Never settles for a call that failed to start. */
  readonly finished: Promise<CallEnd>;
  /** Everything a view needs; the same object until something changes. */
  readonly snapshot: VoiceCallSnapshot;
  /** What the api answered to creating the call; null before, and for a joined running call. */
  readonly voiceSession: CreatedVoiceSession | null;
  /**
   * Calls `listener` after every change of `snapshot`; returns how to stop. Fits
   * `useSyncExternalStore(call.subscribe, () => call.snapshot)`.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /** Listens to one event; returns how to stop. */
  on<Name extends keyof VoiceCallEvents>(
    name: Name,
    handler: (payload: VoiceCallEvents[Name]) => void,
  ): () => void;
  /** Stops sending the microphone; time still counts. */
  mute(): Promise<void>;
  unmute(): Promise<void>;
  /** Turns the microphone on in a call that began without; asks the user when needed. */
  enableMicrophone(deviceId?: string): Promise<VoiceResult<null>>;
  /** Switches to another microphone. */
  setMicrophone(deviceId: string): Promise<VoiceResult<null>>;
  /** Sends a typed message; it joins the transcript at once. */
  sendText(text: string): Promise<VoiceResult<TranscriptItem>>;
  /** Stops the agent's speech. */
  interrupt(): Promise<VoiceResult<null>>;
  /**
   * Has the agent look at the account's time now, for example after a purchase; without it the agent
   * notices within ten seconds.
   */
  recheckTime(): Promise<VoiceResult<null>>;
  /** Plays sound the browser held back; call it from a click. */
  startAudio(): Promise<VoiceResult<null>>;
  /** Loudness of both sides, to be asked once per animation frame. */
  getLevels(): AudioLevels;
  /** Hangs up. Sound stops at once; settles with what the server charged. */
  end(): Promise<CallEnd>;
}

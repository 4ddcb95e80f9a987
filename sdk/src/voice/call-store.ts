// Holds what a view shows of a call and tells everyone who listens, by event or by snapshot.
import type { VoiceCallEvents, VoiceCallHandlers, VoiceCallSnapshot } from './types.ts';

type Name = keyof VoiceCallEvents;
type Handler = (payload: unknown) => void;

const FIRST_SNAPSHOT: VoiceCallSnapshot = {
  voiceSessionId: null,
  connectionState: 'connecting',
  agentState: 'connecting',
  isAgentLost: false,
  microphone: 'off',
  microphoneError: null,
  isAudioBlocked: false,
  time: null,
  transcript: [],
  ended: null,
  failure: null,
};

/** Events for each part of the snapshot whose change is an event of its own. */
const CHANGE_EVENTS = ['connectionState', 'agentState', 'microphone'] as const;

/** The state of one call. */
export class CallStore {
  #snapshot = FIRST_SNAPSHOT;
  readonly #listeners = new Set<() => void>();
  readonly #handlers = new Map<Name, Set<Handler>>();

  constructor(handlers: VoiceCallHandlers = {}) {
    for (const [name, handler] of Object.entries(handlers)) {
      if (handler) this.on(name as Name, handler as Handler);
    }
  }

  get snapshot(): VoiceCallSnapshot {
    return this.#snapshot;
  }

  /** Calls `listener` after every change; returns how to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls `handler` at every event of that name; returns how to stop. */
  on<N extends Name>(name: N, handler: (payload: VoiceCallEvents[N]) => void): () => void {
    const handlers = this.#handlers.get(name) ?? new Set<Handler>();
    this.#handlers.set(name, handlers);
    handlers.add(handler as Handler);
    return () => handlers.delete(handler as Handler);
  }

  /** Changes parts of the snapshot, then tells; nothing happens when all are as they were. */
  patch(change: Partial<VoiceCallSnapshot>): void {
    const before = this.#snapshot;
    const keys = Object.keys(change) as (keyof VoiceCallSnapshot)[];
    if (keys.every((key) => Object.is(before[key], change[key]))) return;
    this.#snapshot = { ...before, ...change };
    for (const listener of [...this.#listeners]) call(listener, undefined);
    for (const name of CHANGE_EVENTS) {
      const value = this.#snapshot[name];
      if (value !== before[name]) this.emit(name, value);
    }
  }

  /** Tells those who listen to an event. */
  emit<N extends Name>(name: N, payload: VoiceCallEvents[N]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) call(handler, payload);
  }
}

/** A listener that throws is reported like any uncaught error, and harms neither call nor others. */
function call<Payload>(handler: (payload: Payload) => void, payload: Payload): void {
  try {
    handler(payload);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

// Stands in for a LiveKit room in tests of a call: what happens in it is scripted, no network is used.
import { DisconnectReason, RoomEvent, Track } from 'livekit-client';
import { AGENT_STATE_ATTRIBUTE, EVENT_TOPIC, TIME_TOPIC, TRANSCRIPTION_TOPIC } from '../packets.ts';
import type { Livekit } from '../surroundings.ts';

type Listener = (...payload: unknown[]) => void;
type StreamHandler = (reader: unknown, sender: { identity: string }) => void;

/** A participant of a fake room. */
export interface FakeParticipant {
  identity: string;
  isAgent: boolean;
  isLocal: boolean;
  joinedAt: Date;
  attributes: Record<string, string>;
}

let joinCount = 0;
let streamCount = 0;

/** See the first line. */
export class FakeRoom {
  static readonly made: FakeRoom[] = [];
  /** What the next attempts to connect do; without an entry they succeed. */
  static connectFailures: unknown[] = [];

  readonly remoteParticipants = new Map<string, FakeParticipant>();
  readonly connections: { url: string; token: string }[] = [];
  readonly sentTexts: string[] = [];
  readonly rpcs: { destinationIdentity: string; method: string; payload?: string }[] = [];
  canPlaybackAudio = true;
  isDisconnected = false;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #streamHandlers = new Map<string, StreamHandler>();
  readonly localParticipant = {
    identity: 'user-1',
    isLocal: true,
    publishTrack: async () => ({}),
    getTrackPublication: () => undefined,
    sendText: async (text: string) => {
      this.sentTexts.push(text);
      return { id: `typed-${this.sentTexts.length}` };
    },
    performRpc: async (rpc: { destinationIdentity: string; method: string }) => {
      this.rpcs.push(rpc);
      return '';
    },
  };

  constructor() {
    FakeRoom.made.push(this);
  }

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  emit(event: string, ...payload: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...payload);
  }

  registerTextStreamHandler(topic: string, handler: StreamHandler): void {
    this.#streamHandlers.set(topic, handler);
  }

  async connect(url: string, token: string): Promise<void> {
    this.connections.push({ url, token });
    const failure = FakeRoom.connectFailures.shift();
    if (failure) throw failure;
  }

  async disconnect(): Promise<void> {
    this.lose(DisconnectReason.CLIENT_INITIATED);
  }

  async startAudio(): Promise<void> {
    this.canPlaybackAudio = true;
    this.emit(RoomEvent.AudioPlaybackStatusChanged);
  }

  /** The server lets go of us. */
  lose(reason: number): void {
    if (this.isDisconnected) return;
    this.isDisconnected = true;
    this.emit(RoomEvent.Disconnected, reason);
  }

  /** An agent joins. */
  addAgent(identity = `agent-${joinCount + 1}`, state = 'listening'): FakeParticipant {
    joinCount += 1;
    const agent: FakeParticipant = {
      identity,
      isAgent: true,
      isLocal: false,
      joinedAt: new Date(joinCount * 1000),
      attributes: { [AGENT_STATE_ATTRIBUTE]: state },
    };
    this.remoteParticipants.set(identity, agent);
    this.emit(RoomEvent.ParticipantConnected, agent);
    return agent;
  }

  removeAgent(agent: FakeParticipant): void {
    this.remoteParticipants.delete(agent.identity);
    this.emit(RoomEvent.ParticipantDisconnected, agent);
  }

  setState(agent: FakeParticipant, state: string): void {
    this.setAttribute(agent, AGENT_STATE_ATTRIBUTE, state);
  }

  setAttribute(agent: FakeParticipant, name: string, value: string): void {
    agent.attributes[name] = value;
    this.emit(RoomEvent.ParticipantAttributesChanged, { [name]: value }, agent);
  }

  /** The agent sends a packet, or `text` that should be one. */
  send(agent: FakeParticipant, packet: { type: string; [field: string]: unknown } | string): void {
    const isTime = typeof packet === 'object' && packet.type === 'time';
    const json = typeof packet === 'string' ? packet : JSON.stringify(packet);
    const topic = isTime ? TIME_TOPIC : EVENT_TOPIC;
    this.emit(RoomEvent.DataReceived, new TextEncoder().encode(json), agent, undefined, topic);
  }

  /** Opens a transcript stream; returns how to add words to it and how to close it. */
  openTranscript(identity: string, segmentId: string, isFinal = false) {
    const chunks = new TransformStream<string, string>();
    const writer = chunks.writable.getWriter();
    streamCount += 1;
    const attributes = { 'lk.segment_id': segmentId, 'lk.transcription_final': String(isFinal) };
    const info = { id: `stream-${streamCount}`, attributes };
    const reader = { info, [Symbol.asyncIterator]: () => readChunks(chunks.readable) };
    this.#streamHandlers.get(TRANSCRIPTION_TOPIC)?.(reader, { identity });
    return {
      write: (text: string) => writer.write(text),
      close: () => writer.close(),
      break: () => writer.abort(new Error('The sender left.')),
    };
  }
}

async function* readChunks(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Stands in for a published microphone. */
export class FakeAudioTrack {
  static readonly made: FakeAudioTrack[] = [];
  isMuted = false;
  isStopped = false;
  deviceId: string | null = null;
  deviceFailure: Error | null = null;

  constructor() {
    FakeAudioTrack.made.push(this);
  }

  async mute(): Promise<void> {
    this.isMuted = true;
  }

  async unmute(): Promise<void> {
    this.isMuted = false;
  }

  async setDeviceId({ exact }: { exact: string }): Promise<boolean> {
    if (this.deviceFailure) throw this.deviceFailure;
    this.deviceId = exact;
    return true;
  }

  stop(): void {
    this.isStopped = true;
  }

  get mediaStreamTrack(): { stop: () => void } {
    return { stop: () => this.stop() };
  }
}

/** The library with its room and track replaced. */
export const fakeLivekit = {
  RoomEvent,
  Track,
  Room: FakeRoom,
  LocalAudioTrack: FakeAudioTrack,
} as unknown as Livekit;

/** Forgets what earlier tests did. */
export function resetFakes(): void {
  FakeRoom.made.length = 0;
  FakeRoom.connectFailures = [];
  FakeAudioTrack.made.length = 0;
}

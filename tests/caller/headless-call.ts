// One call without a browser: joins by LiveKit's Node client, speaks recordings, hears and notes all.
import {
  type Participant,
  ParticipantKind,
  type RemoteParticipant,
  Room,
  RoomEvent,
  type TextStreamReader,
  TrackKind,
} from '@livekit/rtc-node';
import {
  callEventSchema,
  EVENT_TOPIC,
  INTERRUPT_RPC_METHOD,
  TIME_TOPIC,
  timeEventSchema,
} from '@mindbot/platform/call-events';
import {
  type CreatedVoiceSession,
  type MindbotClient,
  unwrap,
  type VoiceSession,
} from '@mindbot/sdk';
import type { TranscriptItem } from '@mindbot/sdk/voice';
import { addPiece } from '../../sdk/src/voice/transcript.ts';
import { AgentSound } from './agent-sound.ts';
import { CallLog, type CallOccurrences, type Occurrence, type WaitOptions } from './call-log.ts';
import { RecordedMicrophone, type Utterance } from './recorded-microphone.ts';

const SETTLE_POLL_MS = 100;

/** What to call, and how. */
export interface HeadlessCallOptions {
  assistant?: string;
  /** False for a caller who types only. */
  hasMicrophone?: boolean;
  /** False for one of many callers, who need not hear what is said to them. */
  isListening?: boolean;
  /** Done between creating the voice session and joining it, for example to watch the room first. */
  beforeJoin?: (voiceSession: CreatedVoiceSession) => Promise<unknown>;
}

/** An utterance and the agent's answer to it. */
export interface Exchange extends Utterance {
  firstReplyAt: number;
  /** End of speech to first sound of the reply, in milliseconds. */
  replyLatencyMs: number;
}

/** One call. */
export class HeadlessCall {
  readonly voiceSession: CreatedVoiceSession;
  readonly log = new CallLog();
  readonly sound = new AgentSound();
  readonly room = new Room();
  readonly microphone = new RecordedMicrophone();
  /** When the call was asked for: a reading of `performance.now()`. */
  askedAt = 0;
  /** When the room was joined: a reading of `performance.now()`. */
  joinedAt = 0;
  #transcript: readonly TranscriptItem[] = [];
  readonly #client: MindbotClient;

  private constructor(client: MindbotClient, voiceSession: CreatedVoiceSession) {
    this.#client = client;
    this.voiceSession = voiceSession;
  }

  /** Creates a voice session and joins it. */
  static async start(
    client: MindbotClient,
    { assistant, hasMicrophone = true, isListening = true, beforeJoin }: HeadlessCallOptions = {},
  ): Promise<HeadlessCall> {
    const askedAt = performance.now();
    const call = new HeadlessCall(client, unwrap(await client.voiceSessions.create({ assistant })));
    call.askedAt = askedAt;
    await beforeJoin?.(call.voiceSession);
    await call.#join(hasMicrophone, isListening);
    return call;
  }

  /** What was said and typed so far. */
  get transcript(): readonly TranscriptItem[] {
    return this.#transcript;
  }

  /** Waits for something to happen; see {@link CallLog.waitFor}. */
  waitFor<Name extends keyof CallOccurrences>(
    name: Name,
    options?: WaitOptions<Name>,
  ): Promise<Occurrence<Name>> {
    return this.log.waitFor(name, options);
  }

  /** Waits until one side has said something that matches, in one utterance. */
  waitForText(
    speaker: TranscriptItem['speaker'],
    pattern: RegExp,
    options: Omit<WaitOptions<'transcript'>, 'where'> = {},
  ): Promise<Occurrence<'transcript'>> {
    const where = (item: TranscriptItem) => item.speaker === speaker && pattern.test(item.text);
    return this.log.waitFor('transcript', { ...options, where });
  }

  /** Says a recorded phrase. */
  say(phrase: string): Promise<Utterance> {
    return this.microphone.say(phrase);
  }

  /** Says a recorded phrase and waits for the first sound of the reply. */
  async ask(phrase: string): Promise<Exchange> {
    const utterance = await this.say(phrase);
    const firstReplyAt = await this.sound.waitForSound(utterance.speechEndAt);
    const replyLatencyMs = firstReplyAt - utterance.speechEndAt;
    return { ...utterance, firstReplyAt, replyLatencyMs };
  }

  /** Sends a typed message. */
  async type(text: string): Promise<void> {
    const info = await this.room.localParticipant?.sendText(text, { topic: 'lk.chat' });
    const id = info?.streamId ?? crypto.randomUUID();
    this.#addPiece({ id, speaker: 'user', text, isFinal: true, isTyped: true });
  }

  /** Presses "Interrupt". */
  async interrupt(): Promise<void> {
    const destinationIdentity = this.agent?.identity;
    if (!destinationIdentity) throw new Error('No agent is in the room to interrupt.');
    const method = INTERRUPT_RPC_METHOD;
    await this.room.localParticipant?.performRpc({ destinationIdentity, method, payload: '' });
  }

  /** The agent in the room, if there is one. */
  get agent(): RemoteParticipant | undefined {
    return [...this.room.remoteParticipants.values()].find(isAgent);
  }

  /** Hangs up as the web client does, and gives the settled voice session. */
  async hangUp(): Promise<VoiceSession> {
    unwrap(await this.#client.voiceSessions.end(this.voiceSession.id));
    const settled = await this.settled();
    await this.leave();
    return settled;
  }

  /** Leaves the room without hanging up, as a closed tab does. */
  async leave(): Promise<void> {
    await this.room.disconnect();
    await this.microphone.close();
  }

  /**
   * The voice session once it has ended, whoever ends it.
   * @throws {Error} when it has not within `timeoutMs`.
   */
  async settled(timeoutMs = 60_000): Promise<VoiceSession> {
    const endsAt = performance.now() + timeoutMs;
    for (;;) {
      const session = unwrap(await this.#client.voiceSessions.get(this.voiceSession.id));
      if (session.status === 'ended') return session;
      if (performance.now() > endsAt) {
        throw new Error(`The call has not ended within ${timeoutMs} ms:\n${this.log.tail()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
    }
  }

  /** Moments at which agent and caller were both in the room, as this client saw it. */
  presence(): { from: number; to: number }[] {
    const intervals: { from: number; to: number }[] = [];
    let from: number | null = null;
    for (const { name, at } of this.log.entries) {
      if (name === 'agentJoined') from ??= at;
      if ((name === 'agentLeft' || name === 'disconnected') && from !== null) {
        intervals.push({ from, to: at });
        from = null;
      }
    }
    if (from !== null) intervals.push({ from, to: performance.now() });
    return intervals;
  }

  async #join(hasMicrophone: boolean, isListening: boolean): Promise<void> {
    const { room, voiceSession } = this;
    room.on(RoomEvent.ParticipantConnected, (participant) => this.#meet(participant));
    room.on(RoomEvent.ParticipantDisconnected, (participant) => {
      if (isAgent(participant)) this.log.add('agentLeft', { identity: participant.identity });
    });
    room.on(RoomEvent.ParticipantAttributesChanged, (_changed, participant) => {
      if (isAgent(participant)) this.#noteState(participant);
    });
    room.on(RoomEvent.DataReceived, (payload, _participant, _kind, topic) => {
      this.#receive(payload, topic);
    });
    room.on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind === TrackKind.KIND_AUDIO) void this.sound.listen(track);
    });
    room.on(RoomEvent.Disconnected, (reason) => this.log.add('disconnected', { reason }));
    room.registerTextStreamHandler('lk.transcription', (reader, { identity }) => {
      void this.#transcribe(reader, identity);
    });
    await room.connect(voiceSession.serverUrl, voiceSession.token, {
      autoSubscribe: isListening,
      dynacast: false,
    });
    this.joinedAt = performance.now();
    this.log.add('joined', { voiceSessionId: voiceSession.id });
    for (const participant of room.remoteParticipants.values()) this.#meet(participant);
    if (hasMicrophone) await this.microphone.publish(room);
  }

  #meet(participant: RemoteParticipant): void {
    if (!isAgent(participant)) return;
    this.log.add('agentJoined', { identity: participant.identity });
    this.#noteState(participant);
  }

  #noteState(participant: Participant): void {
    const state = participant.attributes['lk.agent.state'];
    if (state && state !== this.log.last('agentState')?.payload.state) {
      this.log.add('agentState', { state });
    }
  }

  #receive(payload: Uint8Array, topic: string | undefined): void {
    if (topic !== TIME_TOPIC && topic !== EVENT_TOPIC) return;
    const message: unknown = JSON.parse(new TextDecoder().decode(payload));
    // Parsed strictly: a packet that is not as agreed must fail the test that receives it.
    if (topic === TIME_TOPIC) this.log.add('time', timeEventSchema.parse(message));
    else this.log.add('event', callEventSchema.parse(message));
  }

  async #transcribe(reader: TextStreamReader, identity: string): Promise<void> {
    const { attributes = {}, streamId } = reader.info;
    const id = attributes['lk.segment_id'] ?? streamId;
    const speaker = identity === this.room.localParticipant?.identity ? 'user' : 'agent';
    let text = '';
    try {
      for await (const chunk of reader) {
        text += chunk;
        if (speaker === 'agent') this.#addPiece({ id, speaker, text, isFinal: false });
      }
    } catch {
      // The call ended within the utterance: what was said until then stands.
    }
    const isFinal = speaker === 'agent' || attributes['lk.transcription_final'] === 'true';
    this.#addPiece({ id, speaker, text, isFinal });
  }

  #addPiece(piece: Parameters<typeof addPiece>[1]): void {
    const { items, item } = addPiece(this.#transcript, piece, Date.now());
    this.#transcript = items;
    if (item) this.log.add('transcript', item);
  }
}

const isAgent = (participant: Participant): boolean => participant.kind === ParticipantKind.AGENT;

// One call from pressing "Talk" to the receipt: ties room, agent, sound and settlement together.
import type { Room } from 'livekit-client';
import type { CreatedVoiceSession } from '../types.ts';
import { AgentLink } from './agent-link.ts';
import type { CallSurroundings, Livekit, VoiceClient } from './call-api.ts';
import { CallAudio } from './call-audio.ts';
import { CallMicrophone } from './call-microphone.ts';
import { DONE, failed } from './call-result.ts';
import { CallStore } from './call-store.ts';
import { reasonOfDisconnect } from './ended-reason.ts';
import { type Joined, joinCall } from './join.ts';
import { CHAT_TOPIC, INTERRUPT_METHOD } from './packets.ts';
import { bindRoom } from './room-events.ts';
import { waitForSettlement } from './settlement.ts';
import type {
  AudioLevels,
  CallEnd,
  ConnectOptions,
  TranscriptItem,
  VoiceCall,
  VoiceCallEvents,
  VoiceCallSnapshot,
  VoiceResult,
} from './types.ts';

const TICK_MS = 250;
/** How long the agent's last words may play on after the server settled the call. */
const LAST_WORDS_MS = 5_000;
const SETTLEMENT_LIMIT_MS = 10_000;
/** How often to ask, while we are cut off, whether the call still runs. */
const RECONNECT_CHECK_MS = 5_000;
const INTERRUPT_TIMEOUT_MS = 3_000;

/** Everything of a call that exists only once its room does. */
interface Live {
  room: Room;
  agent: AgentLink;
  audio: CallAudio;
  microphone: CallMicrophone;
}

/** See {@link VoiceCall}. */
export class Call implements VoiceCall {
  readonly ready: Promise<VoiceResult<VoiceCall>>;
  readonly finished: Promise<CallEnd>;
  readonly subscribe: VoiceCall['subscribe'];
  readonly #client: VoiceClient;
  readonly #surroundings: CallSurroundings;
  readonly #options: ConnectOptions;
  readonly #store: CallStore;
  readonly #cancel = new AbortController();
  readonly #over = new AbortController();
  #voiceSession: CreatedVoiceSession | null = null;
  #live: Live | null = null;
  #isJoined = false;
  #hangingUp: Promise<CallEnd> | null = null;
  #reported: CallEnd | null = null;
  #settle: (end: CallEnd) => void = () => {};

  constructor(client: VoiceClient, options: ConnectOptions, surroundings: CallSurroundings) {
    this.#client = client;
    this.#options = options;
    this.#surroundings = surroundings;
    this.#store = new CallStore(options.on);
    this.subscribe = this.#store.subscribe;
    this.finished = new Promise((resolve) => {
      this.#settle = resolve;
    });
    options.signal?.addEventListener('abort', () => void this.end(), { once: true });
    if (options.signal?.aborted) this.#cancel.abort();
    this.ready = this.#start();
  }

  get snapshot(): VoiceCallSnapshot {
    return this.#store.snapshot;
  }

  get voiceSession(): CreatedVoiceSession | null {
    return this.#voiceSession;
  }

  on<Name extends keyof VoiceCallEvents>(
    name: Name,
    handler: (payload: VoiceCallEvents[Name]) => void,
  ): () => void {
    return this.#store.on(name, handler);
  }

  async mute(): Promise<void> {
    await this.#live?.microphone.mute();
  }

  async unmute(): Promise<void> {
    await this.#live?.microphone.unmute();
  }

  async enableMicrophone(deviceId?: string): Promise<VoiceResult<null>> {
    const live = this.#connected();
    return live ? live.microphone.enable(deviceId) : failed.notConnected();
  }

  async setMicrophone(deviceId: string): Promise<VoiceResult<null>> {
    const live = this.#connected();
    return live ? live.microphone.switchTo(deviceId) : failed.notConnected();
  }

  async sendText(text: string): Promise<VoiceResult<TranscriptItem>> {
    const live = this.#connected();
    if (!live) return failed.notConnected();
    if (!live.agent.agentIdentity) return failed.agentAbsent();
    try {
      const { id } = await live.room.localParticipant.sendText(text, { topic: CHAT_TOPIC });
      live.agent.noteUserAct();
      const item = live.agent.addPiece({ id, speaker: 'user', text, isFinal: true, isTyped: true });
      return item ? { data: item, error: null } : failed.emptyMessage();
    } catch {
      return failed.notConnected();
    }
  }

  async interrupt(): Promise<VoiceResult<null>> {
    const live = this.#connected();
    const destinationIdentity = live?.agent.agentIdentity;
    if (!live) return failed.notConnected();
    if (!destinationIdentity) return failed.agentAbsent();
    live.agent.noteUserAct();
    try {
      await live.room.localParticipant.performRpc({
        destinationIdentity,
        method: INTERRUPT_METHOD,
        payload: '',
        responseTimeout: INTERRUPT_TIMEOUT_MS,
      });
      return DONE;
    } catch {
      return failed.agentAbsent();
    }
  }

  async startAudio(): Promise<VoiceResult<null>> {
    const live = this.#connected();
    if (!live) return failed.notConnected();
    try {
      await live.room.startAudio();
      return DONE;
    } catch (cause) {
      return failed.audioBlocked(cause);
    }
  }

  getLevels(): AudioLevels {
    return this.#connected()?.audio.levels() ?? { user: 0, agent: 0 };
  }

  end(): Promise<CallEnd> {
    this.#hangingUp ??= this.#hangUp();
    return this.#hangingUp;
  }

  async #start(): Promise<VoiceResult<VoiceCall>> {
    const joined = await joinCall({
      api: this.#client.voiceSessions,
      surroundings: this.#surroundings,
      store: this.#store,
      options: this.#options,
      signal: this.#cancel.signal,
      makeRoom: (livekit) => this.#makeRoom(livekit),
      onVoiceSession: (voiceSessionId, created) => {
        this.#voiceSession = created;
        this.#store.patch({ voiceSessionId });
      },
    });
    if (joined.error) {
      this.#over.abort();
      this.#store.patch({
        connectionState: 'disconnected',
        microphone: 'off',
        failure: joined.error,
      });
      this.#store.emit('failed', joined.error);
      return joined;
    }
    this.#begin(joined.data);
    return { data: this, error: null };
  }

  #makeRoom(livekit: Livekit): Room {
    const room = new livekit.Room({ disconnectOnPageLeave: true });
    const store = this.#store;
    const agent = new AgentLink({
      room,
      store,
      now: this.#surroundings.now,
      onEnded: (end) => void this.#onReportedEnd(end),
      onAgentMissing: () => void this.#requestAgent(),
    });
    const audio = new CallAudio(livekit, room, this.#options.audioElement);
    const microphone = new CallMicrophone(livekit, room, store);
    bindRoom({
      livekit,
      room,
      store,
      agent,
      audio,
      microphone,
      onDisconnected: (reason) => void this.#onDisconnected(reason),
    });
    this.#live = { room, agent, audio, microphone };
    return room;
  }

  #begin({ microphone }: Joined): void {
    const live = this.#live;
    if (!live) return;
    this.#isJoined = true;
    this.#store.patch({ connectionState: 'connected' });
    live.agent.start();
    if (microphone) void live.microphone.publish(microphone);
    const isConnected = () => this.#store.snapshot.connectionState === 'connected';
    const tick = setInterval(() => live.agent.tick(isConnected()), TICK_MS);
    const check = setInterval(() => void this.#checkWhileReconnecting(), RECONNECT_CHECK_MS);
    this.#over.signal.addEventListener('abort', () => {
      clearInterval(tick);
      clearInterval(check);
    });
  }

  #connected(): Live | null {
    return this.#isJoined && !this.#over.signal.aborted ? this.#live : null;
  }

  async #requestAgent(): Promise<void> {
    const id = this.snapshot.voiceSessionId;
    if (!id || this.#hangingUp) return;
    const { data } = await this.#client.voiceSessions.requestAgent(id, {
      signal: this.#over.signal,
    });
    if (data?.outcome === 'ended') await this.#finishAsServerSays('agent_failed');
  }

  async #checkWhileReconnecting(): Promise<void> {
    const id = this.snapshot.voiceSessionId;
    if (this.snapshot.connectionState !== 'reconnecting' || !id) return;
    const end = await waitForSettlement(this.#client.voiceSessions, id, 0, this.#over.signal);
    if (end) this.#finish(end);
  }

  async #onReportedEnd(end: CallEnd): Promise<void> {
    this.#reported = end;
    this.#live?.agent.freezeTime();
    this.#store.patch({ connectionState: 'ending' });
    if (this.#hangingUp) return this.#finish(end);
    // The server closes the room after the agent's last words; this is for when it does not.
    const timer = setTimeout(() => this.#finish(end), LAST_WORDS_MS);
    this.#over.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  async #onDisconnected(disconnectReason: number | undefined): Promise<void> {
    if (!this.#isJoined || this.#over.signal.aborted || this.#hangingUp) return;
    const reason = reasonOfDisconnect(disconnectReason);
    if (this.#reported) return this.#finish(this.#reported);
    // The call goes on in the other tab: there is nothing to wait for.
    if (reason === 'moved') return this.#finish({ reason, chargedMs: null, balanceMs: null });
    this.#live?.agent.freezeTime();
    this.#store.patch({ connectionState: 'ending' });
    await this.#finishAsServerSays(reason);
  }

  async #hangUp(): Promise<CallEnd> {
    const unsettled: CallEnd = { reason: 'user_hung_up', chargedMs: null, balanceMs: null };
    if (!this.#isJoined) {
      this.#cancel.abort();
      // Joining may have succeeded in this very moment; then the call is hung up like any other.
      if ((await this.ready).error) return { ...unsettled, chargedMs: 0 };
    }
    if (this.snapshot.ended) return this.snapshot.ended;
    this.#store.patch({ connectionState: 'ending' });
    this.#live?.audio.close();
    this.#live?.microphone.close();
    this.#live?.agent.freezeTime();
    const id = this.snapshot.voiceSessionId;
    if (id && !this.#reported) await this.#client.voiceSessions.end(id);
    await this.#finishAsServerSays('user_hung_up');
    return this.snapshot.ended ?? unsettled;
  }

  /** Finishes with what the server settled, or with `reason` when it cannot be asked. */
  async #finishAsServerSays(reason: CallEnd['reason']): Promise<void> {
    const id = this.snapshot.voiceSessionId;
    const api = this.#client.voiceSessions;
    const settled =
      this.#reported ??
      (id ? await waitForSettlement(api, id, SETTLEMENT_LIMIT_MS, this.#over.signal) : null);
    this.#finish(this.#reported ?? settled ?? { reason, chargedMs: null, balanceMs: null });
  }

  #finish(end: CallEnd): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#live?.audio.close();
    this.#live?.microphone.close();
    void this.#live?.room.disconnect();
    this.#store.patch({ connectionState: 'disconnected', isAgentLost: false, ended: end });
    this.#store.emit('ended', end);
    this.#settle(end);
  }
}

// The life of one call, from joining to its settled end; what a user does within it is in call.ts.
import type { Room } from 'livekit-client';
import type { CreatedVoiceSession } from '../types.ts';
import { AgentLink } from './agent-link.ts';
import type { CallApi, VoiceClient } from './call-api.ts';
import { CallAudio } from './call-audio.ts';
import { CallMicrophone } from './call-microphone.ts';
import { DONE } from './call-result.ts';
import type { CallStore } from './call-store.ts';
import { CallTrace, CLIENT_TIMINGS_METHOD } from './call-trace.ts';
import { reasonOfDisconnect } from './ended-reason.ts';
import { joinCall } from './join.ts';
import { bindRoom } from './room-events.ts';
import { findEnd, waitForSettlement } from './settlement.ts';
import type { CallSurroundings, Livekit } from './surroundings.ts';
import type { CallEnd, ConnectOptions, VoiceResult } from './types.ts';

const TICK_MS = 250;
/** How long the agent's last words may play on after the server settled the call. */
const LAST_WORDS_MS = 5_000;
/** How long hanging up may take on the way to the api before we just leave the room. */
const HANG_UP_TIMEOUT_MS = 4_000;
const SETTLEMENT_LIMIT_MS = 10_000;
/** How often to ask, while we are cut off, whether the call still runs. */
const RECONNECT_CHECK_MS = 5_000;

/** The parts of a call that exist once its room does. */
export interface CallParts {
  room: Room;
  agent: AgentLink;
  audio: CallAudio;
  microphone: CallMicrophone;
}

/** The life of one call. */
export class CallLife {
  /** Settles once, when the room is joined or cannot be. */
  readonly ready: Promise<VoiceResult<null>>;
  /** Settles once, when a joined call is over. */
  readonly finished: Promise<CallEnd>;
  voiceSession: CreatedVoiceSession | null = null;
  readonly #api: CallApi;
  readonly #trace: CallTrace;
  readonly #surroundings: CallSurroundings;
  readonly #options: ConnectOptions;
  readonly #store: CallStore;
  readonly #cancel = new AbortController();
  readonly #over = new AbortController();
  #parts: CallParts | null = null;
  #isJoined = false;
  #hangingUp: Promise<CallEnd> | null = null;
  #reported: CallEnd | null = null;
  #settle: (end: CallEnd) => void = () => {};

  constructor(
    client: VoiceClient,
    options: ConnectOptions,
    surroundings: CallSurroundings,
    store: CallStore,
  ) {
    this.#trace = new CallTrace(surroundings.now, options.traceparent);
    this.#api = this.#trace.follow(client.voiceSessions);
    this.#options = options;
    this.#surroundings = surroundings;
    this.#store = store;
    this.finished = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { signal } = options;
    if (signal?.aborted) this.#cancel.abort();
    signal?.addEventListener('abort', () => void this.hangUp(), { signal: this.#over.signal });
    this.ready = this.#start();
  }

  /** The parts of a joined call; null before and after. */
  get parts(): CallParts | null {
    return this.#isJoined && !this.#over.signal.aborted ? this.#parts : null;
  }

  /** Ends the call, or gives up joining it; settles with what the server charged. */
  hangUp(): Promise<CallEnd> {
    this.#hangingUp ??= this.#hangUp();
    return this.#hangingUp;
  }

  async #start(): Promise<VoiceResult<null>> {
    const joined = await joinCall({
      api: this.#api,
      surroundings: this.#surroundings,
      store: this.#store,
      options: this.#options,
      signal: this.#cancel.signal,
      makeRoom: (livekit) => this.#makeRoom(livekit),
      onVoiceSession: (voiceSessionId, created) => {
        this.voiceSession = created;
        this.#store.patch({ voiceSessionId });
      },
    });
    if (joined.error) {
      const { error } = joined;
      this.#over.abort();
      this.#store.patch({ connectionState: 'disconnected', microphone: 'off', failure: error });
      this.#store.emit('failed', error);
      return joined;
    }
    this.#begin(joined.data.microphone);
    return DONE;
  }

  /** Once, when the agent is heard first: how long each step took that the user waited for. */
  #tellTimings(): void {
    const { agentState } = this.#store.snapshot;
    const destinationIdentity = this.#parts?.agent.agentIdentity;
    if (agentState !== 'speaking' || !destinationIdentity || !this.#trace.reach('heard')) return;
    const payload = this.#trace.describe();
    this.#parts?.room.localParticipant
      .performRpc({ destinationIdentity, method: CLIENT_TIMINGS_METHOD, payload })
      // Good to know, and nothing depends on it.
      .catch(() => {});
  }

  #makeRoom(livekit: Livekit): Room {
    const room = new livekit.Room();
    const store = this.#store;
    const parts: CallParts = {
      room,
      agent: new AgentLink({
        room,
        store,
        now: this.#surroundings.now,
        onEnded: (end) => this.#onReportedEnd(end),
        onAgentMissing: () => void this.#requestAgent(),
      }),
      audio: new CallAudio(livekit, room, this.#options.audioElement),
      microphone: new CallMicrophone(livekit, room, store),
    };
    const onDisconnected = (reason?: number) => void this.#onDisconnected(reason);
    bindRoom({ livekit, store, ...parts, onDisconnected });
    this.#parts = parts;
    return room;
  }

  #begin(microphone: MediaStreamTrack | null): void {
    this.#isJoined = true;
    this.#trace.reach('joined');
    this.#store.subscribe(() => this.#tellTimings());
    this.#store.patch({ connectionState: 'connected' });
    this.#parts?.agent.start();
    if (microphone) void this.#parts?.microphone.publish(microphone);
    const tick = setInterval(() => {
      this.#parts?.agent.tick(this.#store.snapshot.connectionState === 'connected');
    }, TICK_MS);
    const check = setInterval(() => void this.#checkWhileReconnecting(), RECONNECT_CHECK_MS);
    this.#over.signal.addEventListener('abort', () => {
      clearInterval(tick);
      clearInterval(check);
    });
  }

  async #requestAgent(): Promise<void> {
    const { voiceSessionId, connectionState } = this.#store.snapshot;
    if (!voiceSessionId || connectionState !== 'connected') return;
    const { signal } = this.#over;
    const { data } = await this.#api.requestAgent(voiceSessionId, { signal });
    if (data?.outcome === 'ended') await this.#finishAsServerSays('agent_failed');
  }

  async #checkWhileReconnecting(): Promise<void> {
    const { voiceSessionId, connectionState } = this.#store.snapshot;
    if (connectionState !== 'reconnecting' || !voiceSessionId) return;
    const end = await findEnd(this.#api, voiceSessionId, this.#over.signal);
    if (end) this.#finish(end);
  }

  #onReportedEnd(end: CallEnd): void {
    this.#reported = end;
    this.#parts?.agent.stopTime();
    this.#store.patch({ connectionState: 'ending' });
    // The server closes the room after the agent's last words; the timer is for when it does not.
    const timer = setTimeout(() => this.#finish(end), this.#hangingUp ? 0 : LAST_WORDS_MS);
    this.#over.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  async #onDisconnected(disconnectReason: number | undefined): Promise<void> {
    if (!this.parts || this.#hangingUp) return;
    const reason = reasonOfDisconnect(disconnectReason);
    if (this.#reported) return this.#finish(this.#reported);
    // The call goes on in the other tab: there is nothing to wait for.
    if (reason === 'moved') return this.#finish({ reason, chargedMs: null, balanceMs: null });
    this.#parts?.agent.stopTime();
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
    if (this.#store.snapshot.ended) return this.#store.snapshot.ended;
    this.#store.patch({ connectionState: 'ending' });
    this.#parts?.audio.close();
    this.#parts?.microphone.close();
    this.#parts?.agent.stopTime();
    const id = this.#store.snapshot.voiceSessionId;
    if (id && !this.#reported) {
      const options = { signal: this.#over.signal, timeoutMs: HANG_UP_TIMEOUT_MS };
      const { error } = await this.#api.end(id, options);
      // Leaving the room tells the agent the same, later and less clearly.
      if (error) await this.#parts?.room.disconnect();
    }
    await this.#finishAsServerSays('user_hung_up');
    return this.#store.snapshot.ended ?? unsettled;
  }

  /** Finishes with what the server settled, or with `reason` when it cannot be asked. */
  async #finishAsServerSays(reason: CallEnd['reason']): Promise<void> {
    const id = this.#store.snapshot.voiceSessionId;
    const api = this.#api;
    const { signal } = this.#over;
    const settled =
      !this.#reported && id ? await waitForSettlement(api, id, SETTLEMENT_LIMIT_MS, signal) : null;
    this.#finish(this.#reported ?? settled ?? { reason, chargedMs: null, balanceMs: null });
  }

  #finish(end: CallEnd): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#parts?.audio.close();
    this.#parts?.microphone.close();
    void this.#parts?.room.disconnect();
    this.#store.patch({ connectionState: 'disconnected', isAgentLost: false, ended: end });
    this.#store.emit('ended', end);
    this.#settle(end);
  }
}

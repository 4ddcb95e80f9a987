// Follows the agent in the room: who it is, what it reports, says and does, and when it is lost.
import type { RemoteParticipant, Room, TextStreamReader } from 'livekit-client';
import { agentStateOf } from './agent-state.ts';
import { type AgentWatchEvent, startAgentWatch, watchAgent } from './agent-watch.ts';
import type { CallStore } from './call-store.ts';
import {
  AGENT_STATE_ATTRIBUTE,
  EVENT_TOPIC,
  type EventPacket,
  readPacket,
  readTimePacket,
  TIME_TOPIC,
  type TimePacket,
} from './packets.ts';
import { looksDifferent, TimeClock } from './time-clock.ts';
import { addPiece, markInterruption, type TranscriptPiece } from './transcript.ts';
import type { CallEnd, TranscriptItem, VoiceCallEvents } from './types.ts';

/** The event each packet becomes; the rest of the packet is what the event carries. */
const EVENT_NAMES = {
  low_time: 'lowTime',
  time_added: 'timeAdded',
  goodbye: 'goodbye',
  lead_saved: 'leadSaved',
  ticket_created: 'ticketCreated',
} as const satisfies Record<Exclude<EventPacket['type'], 'ended'>, keyof VoiceCallEvents>;

/** What the link needs. */
export interface AgentLinkContext {
  room: Room;
  store: CallStore;
  now: () => number;
  /** The agent said that the call is over and settled. */
  onEnded: (end: CallEnd) => void;
  /** The agent is missing: another must be asked for. */
  onAgentMissing: () => void;
}

/** The agent's side of one call, kept in the store. */
export class AgentLink {
  readonly #context: AgentLinkContext;
  readonly #clock = new TimeClock();
  readonly #sequences = new Map<string, number>();
  #watch: ReturnType<typeof startAgentWatch>;
  #agent: RemoteParticipant | null = null;
  #lastUserActAt: number | null = null;

  constructor(context: AgentLinkContext) {
    this.#context = context;
    this.#watch = startAgentWatch(context.now());
  }

  /** Identity of the working agent; null while there is none. */
  get agentIdentity(): string | null {
    return this.#agent?.identity ?? null;
  }

  /** The room was joined: waiting for the agent begins now. */
  start(): void {
    this.#watch = startAgentWatch(this.#context.now());
    this.#context.store.patch({ agentState: 'waiting' });
    this.#choose();
  }

  /** Takes a participant who joined. */
  join(participant: RemoteParticipant): void {
    if (participant.isAgent) this.#choose();
  }

  /** Takes a participant who left. */
  leave(participant: RemoteParticipant): void {
    if (participant.identity === this.agentIdentity) this.#choose(participant);
  }

  /** The newest agent is the working one: an older one was replaced, and may be dead. */
  #choose(gone?: RemoteParticipant): void {
    const before = this.agentIdentity;
    const agents = [...this.#context.room.remoteParticipants.values()].filter(
      (participant) => participant.isAgent && participant.identity !== gone?.identity,
    );
    const joinedAt = (agent: RemoteParticipant) => agent.joinedAt?.getTime() ?? 0;
    agents.sort((one, other) => joinedAt(one) - joinedAt(other));
    this.#agent = agents.at(-1) ?? null;
    if (this.agentIdentity === before) return;
    const now = this.#context.now();
    if (this.#agent) {
      this.#step({ type: 'joined', now });
      this.readAttributes(this.#agent);
    } else {
      this.#context.store.patch({ agentState: 'waiting' });
      this.#step({ type: 'left', now });
    }
  }

  /** Reads the state and the time a participant publishes about itself. */
  readAttributes(participant: RemoteParticipant): void {
    if (participant.identity !== this.agentIdentity) return;
    const { store } = this.#context;
    const wasSpeaking = store.snapshot.agentState === 'speaking';
    store.patch({ agentState: agentStateOf(participant.attributes[AGENT_STATE_ATTRIBUTE]) });
    if (wasSpeaking) this.#markInterruption();
    const time = readTimePacket(participant.attributes[TIME_TOPIC]);
    if (time) this.#reportTime(participant.identity, time);
  }

  /** Takes a data packet. */
  receive(payload: Uint8Array, identity: string | undefined, topic: string | undefined): void {
    if (!identity || identity !== this.agentIdentity) return;
    if (topic !== TIME_TOPIC && topic !== EVENT_TOPIC) return;
    const packet = readPacket(new TextDecoder().decode(payload));
    if (packet?.type === 'time') this.#reportTime(identity, packet);
    else if (packet) this.#announce(packet);
  }

  /** Takes a stream of transcript: of the caller as a whole, of the agent word by word. */
  async transcribe(reader: TextStreamReader, identity: string): Promise<void> {
    const isUser = identity === this.#context.room.localParticipant.identity;
    const attributes = reader.info.attributes ?? {};
    const id = attributes['lk.segment_id'] ?? reader.info.id;
    const speaker: TranscriptItem['speaker'] = isUser ? 'user' : 'agent';
    let text = '';
    try {
      for await (const chunk of reader) {
        text += chunk;
        if (!isUser) this.addPiece({ id, speaker, text, isFinal: false });
      }
    } catch {
      // A stream that breaks off (its sender left) leaves what was said until then.
    }
    // An agent's stream ends with its speech; a caller's holds one guess, final or not.
    const isFinal = !isUser || attributes['lk.transcription_final'] === 'true';
    this.addPiece({ id, speaker, text, isFinal });
    if (!isUser && this.#context.store.snapshot.agentState !== 'speaking') this.#markInterruption();
  }

  /** Adds a piece to the transcript. */
  addPiece(piece: TranscriptPiece): TranscriptItem | null {
    const { store } = this.#context;
    const { items, item } = addPiece(store.snapshot.transcript, piece, Date.now());
    if (item) this.#publish(items, item);
    return item;
  }

  /** The user spoke, typed or pressed "Interrupt": if the agent falls silent now, this is why. */
  noteUserAct(): void {
    this.#lastUserActAt = this.#context.now();
  }

  /** To be called about four times a second. */
  tick(isConnected: boolean): void {
    this.#step({ type: 'tick', now: this.#context.now(), isConnected });
    this.#showTime();
  }

  /** The call is over: the time stands still. */
  stopTime(): void {
    this.#clock.stop(this.#context.now());
    this.#showTime();
  }

  #reportTime(identity: string, packet: TimePacket): void {
    if (packet.sequence <= (this.#sequences.get(identity) ?? -1)) return;
    this.#sequences.set(identity, packet.sequence);
    this.#clock.report(packet, this.#context.now());
    this.#step({ type: 'time', now: this.#context.now() });
    this.#showTime();
  }

  #showTime(): void {
    const { store, now } = this.#context;
    const time = this.#clock.read(now());
    if (!time || !looksDifferent(store.snapshot.time, time)) return;
    store.patch({ time });
    store.emit('time', time);
  }

  #announce({ type, ...payload }: EventPacket): void {
    if (type === 'ended') this.#context.onEnded(payload as CallEnd);
    else this.#context.store.emit(EVENT_NAMES[type], payload as never);
  }

  #step(event: AgentWatchEvent): void {
    const { state, actions } = watchAgent(this.#watch, event);
    this.#watch = state;
    const { store, now, onAgentMissing } = this.#context;
    for (const action of actions) {
      if (action === 'request') onAgentMissing();
      else if (action === 'found') {
        const state = this.#agent?.attributes[AGENT_STATE_ATTRIBUTE];
        store.patch({ isAgentLost: false, agentState: agentStateOf(state) });
        store.emit('agentFound', { agentIdentity: this.agentIdentity ?? '' });
      } else {
        this.#clock.freeze(now());
        store.patch({ isAgentLost: true, agentState: 'waiting' });
        store.emit('agentLost', { reason: action === 'lost_left' ? 'left' : 'silent' });
      }
    }
  }

  #markInterruption(): void {
    const { store, now } = this.#context;
    const { transcript } = store.snapshot;
    const { items, item } = markInterruption(transcript, now(), this.#lastUserActAt);
    if (!item) return;
    this.#publish(items, item);
    store.emit('interrupted', { item });
  }

  #publish(items: readonly TranscriptItem[], item: TranscriptItem): void {
    this.#context.store.patch({ transcript: items });
    this.#context.store.emit('transcript', { item, items });
  }
}

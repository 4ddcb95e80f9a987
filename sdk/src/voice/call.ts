// What a user can do within a call; its beginning and end are in call-life.ts.
import type { CreatedVoiceSession } from '../types.ts';
import type { VoiceClient } from './call-api.ts';
import { CallLife } from './call-life.ts';
import { DONE, failed } from './call-result.ts';
import { CallStore } from './call-store.ts';
import { CHAT_TOPIC, INTERRUPT_METHOD, RECHECK_TIME_METHOD } from './packets.ts';
import type { CallSurroundings } from './surroundings.ts';
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

const RPC_TIMEOUT_MS = 3_000;

/** See {@link VoiceCall}. */
export class Call implements VoiceCall {
  readonly ready: Promise<VoiceResult<VoiceCall>>;
  readonly finished: Promise<CallEnd>;
  readonly subscribe: VoiceCall['subscribe'];
  readonly #store: CallStore;
  readonly #life: CallLife;

  constructor(client: VoiceClient, options: ConnectOptions, surroundings: CallSurroundings) {
    this.#store = new CallStore(options.on);
    this.subscribe = this.#store.subscribe;
    this.#life = new CallLife(client, options, surroundings, this.#store);
    this.finished = this.#life.finished;
    this.ready = this.#life.ready.then((result) =>
      result.error ? result : { data: this, error: null },
    );
  }

  get snapshot(): VoiceCallSnapshot {
    return this.#store.snapshot;
  }

  get voiceSession(): CreatedVoiceSession | null {
    return this.#life.voiceSession;
  }

  on<Name extends keyof VoiceCallEvents>(
    name: Name,
    handler: (payload: VoiceCallEvents[Name]) => void,
  ): () => void {
    return this.#store.on(name, handler);
  }

  async mute(): Promise<void> {
    await this.#life.parts?.microphone.mute();
  }

  async unmute(): Promise<void> {
    await this.#life.parts?.microphone.unmute();
  }

  async enableMicrophone(deviceId?: string): Promise<VoiceResult<null>> {
    return (await this.#life.parts?.microphone.enable(deviceId)) ?? failed.notConnected();
  }

  async setMicrophone(deviceId: string): Promise<VoiceResult<null>> {
    return (await this.#life.parts?.microphone.switchTo(deviceId)) ?? failed.notConnected();
  }

  async sendText(text: string): Promise<VoiceResult<TranscriptItem>> {
    const parts = this.#life.parts;
    if (!parts) return failed.notConnected();
    if (!parts.agent.agentIdentity) return failed.agentAbsent();
    if (text.trim() === '') return failed.emptyMessage();
    try {
      parts.agent.noteUserAct();
      const { id } = await parts.room.localParticipant.sendText(text, { topic: CHAT_TOPIC });
      const item = parts.agent.addPiece({
        id,
        speaker: 'user',
        text,
        isFinal: true,
        isTyped: true,
      });
      return item ? { data: item, error: null } : failed.emptyMessage();
    } catch {
      return failed.notConnected();
    }
  }

  async interrupt(): Promise<VoiceResult<null>> {
    this.#life.parts?.agent.noteUserAct();
    return this.#tellAgent(INTERRUPT_METHOD);
  }

  recheckTime(): Promise<VoiceResult<null>> {
    return this.#tellAgent(RECHECK_TIME_METHOD);
  }

  async #tellAgent(method: string): Promise<VoiceResult<null>> {
    const parts = this.#life.parts;
    if (!parts) return failed.notConnected();
    const destinationIdentity = parts.agent.agentIdentity;
    if (!destinationIdentity) return failed.agentAbsent();
    try {
      await parts.room.localParticipant.performRpc({
        destinationIdentity,
        method,
        payload: '',
        responseTimeout: RPC_TIMEOUT_MS,
      });
      return DONE;
    } catch {
      return failed.agentAbsent();
    }
  }

  async startAudio(): Promise<VoiceResult<null>> {
    const parts = this.#life.parts;
    if (!parts) return failed.notConnected();
    try {
      await parts.room.startAudio();
      return DONE;
    } catch (cause) {
      return failed.audioBlocked(cause);
    }
  }

  getLevels(): AudioLevels {
    return this.#life.parts?.audio.levels() ?? { user: 0, agent: 0 };
  }

  end(): Promise<CallEnd> {
    return this.#life.hangUp();
  }
}

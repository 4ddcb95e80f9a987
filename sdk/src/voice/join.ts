// Gets a caller into the room: microphone, voice session, connection; or undoes what was begun.
import type { Room } from 'livekit-client';
import { untilAborted } from '../time-limit.ts';
import type { CreatedVoiceSession, JoinToken } from '../types.ts';
import type { CallApi } from './call-api.ts';
import { failed } from './call-result.ts';
import type { CallStore } from './call-store.ts';
import { isMicrophoneAllowed, type MicrophoneResult, openMicrophone } from './microphone.ts';
import type { CallSurroundings, Livekit } from './surroundings.ts';
import type { ConnectOptions, VoiceResult } from './types.ts';

const MAX_JOIN_ATTEMPTS = 3;

/** A room that was joined, with the microphone that was opened for it. */
export interface Joined {
  room: Room;
  microphone: MediaStreamTrack | null;
}

/** What joining needs. */
export interface JoinContext {
  api: CallApi;
  surroundings: CallSurroundings;
  store: CallStore;
  options: ConnectOptions;
  /** Aborting undoes everything. */
  signal: AbortSignal;
  /** Makes the room with its listeners attached, before anything can happen in it. */
  makeRoom: (livekit: Livekit) => Room;
  onVoiceSession: (id: string, created: CreatedVoiceSession | null) => void;
}

type Opened = { id: string; join: JoinToken };

/** Joins; on any failure nothing stays open: no microphone, no running call, no held time. */
export async function joinCall(context: JoinContext): Promise<VoiceResult<Joined>> {
  if (context.signal.aborted) return failed.aborted();
  const loading = context.surroundings.loadLivekit();
  // Awaited later; until then a failure to load must not count as unhandled.
  loading.catch(() => {});
  const microphone = beginMicrophone(context);
  const opening = beginVoiceSession(context, microphone);
  const result = await join(context, loading, microphone, opening);
  if (result.error) {
    void microphone?.then(({ data }) => data?.stop());
    void opening.then(({ data }) => {
      // Whatever the reason, a call nobody joins must not hold the user's time.
      if (data && !context.options.voiceSessionId) void context.api.end(data.id);
    });
  }
  return result;
}

async function join(
  context: JoinContext,
  loading: Promise<Livekit>,
  opening: Promise<MicrophoneResult> | null,
  voiceSession: Promise<VoiceResult<Opened>>,
): Promise<VoiceResult<Joined>> {
  const opened = await untilAborted(voiceSession, context.signal);
  if (!opened) return failed.aborted();
  if (opened.error) return opened;
  const microphone = opening && (await untilAborted(opening, context.signal));
  if (context.signal.aborted) return failed.aborted();
  if (microphone?.error && !context.options.isMicrophoneOptional) return microphone;
  const room = await connect(context, loading, opened.data);
  if (room.error) return room;
  if (microphone?.error) context.store.emit('microphoneError', microphone.error);
  return { data: { room: room.data, microphone: microphone?.data ?? null }, error: null };
}

function beginMicrophone({
  store,
  options,
  signal,
}: JoinContext): Promise<MicrophoneResult> | null {
  const { microphone = true } = options;
  if (microphone === false) return null;
  store.patch({ microphone: 'requesting', microphoneError: null });
  return openMicrophone(microphone === true ? undefined : microphone, signal).then((result) => {
    if (result.error) store.patch({ microphone: 'off', microphoneError: result.error });
    return result;
  });
}

/** While the user is being asked for the microphone, no time is held and no agent waits. */
async function beginVoiceSession(
  context: JoinContext,
  opening: Promise<MicrophoneResult> | null,
): Promise<VoiceResult<Opened>> {
  const { options, signal } = context;
  if (opening && !(await isMicrophoneAllowed())) {
    const microphone = await untilAborted(opening, signal);
    if (microphone?.error && !options.isMicrophoneOptional) return microphone;
  }
  return signal.aborted ? failed.aborted() : openVoiceSession(context);
}

async function openVoiceSession(context: JoinContext): Promise<VoiceResult<Opened>> {
  const { api, options } = context;
  if (options.voiceSessionId) {
    const id = options.voiceSessionId;
    const token = await api.createToken(id);
    if (token.error) return token;
    context.onVoiceSession(id, null);
    return { data: { id, join: token.data }, error: null };
  }
  const { assistant, idempotencyKey } = options;
  // Never aborted half-way: the answer is needed to end what the request may have begun.
  const created = await api.create(assistant ? { assistant } : {}, { idempotencyKey });
  if (created.error) return created;
  context.onVoiceSession(created.data.id, created.data);
  return { data: { id: created.data.id, join: created.data }, error: null };
}

async function connect(
  context: JoinContext,
  loading: Promise<Livekit>,
  opened: Opened,
): Promise<VoiceResult<Room>> {
  let { serverUrl, token } = opened.join;
  let room: Room | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      room ??= context.makeRoom(await loading);
      const connecting = room;
      const leave = () => void connecting.disconnect();
      context.signal.addEventListener('abort', leave, { once: true });
      await room.connect(serverUrl, token);
      context.signal.removeEventListener('abort', leave);
      if (!context.signal.aborted) return { data: room, error: null };
    } catch (cause) {
      const isLast = attempt === MAX_JOIN_ATTEMPTS || room === null;
      if (isLast && !context.signal.aborted) return failed.joinFailed(cause);
    }
    if (context.signal.aborted) {
      await room?.disconnect();
      return failed.aborted();
    }
    const fresh = await context.api.createToken(opened.id, { signal: context.signal });
    if (fresh.error) return fresh;
    ({ serverUrl, token } = fresh.data);
  }
}

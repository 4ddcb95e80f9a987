// Opens the caller's microphone, and says in one word why it could not.
import type { MicrophoneError } from './types.ts';

/** Outcome of opening a microphone. */
export type MicrophoneResult =
  | { data: MediaStreamTrack; error: null }
  | { data: null; error: MicrophoneError };

/** What we ask of a microphone: a voice without its echo and the room's noise. */
export const microphoneConstraints = (deviceId?: string): MediaTrackConstraints => ({
  ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
});

/**
 * Opens a microphone; the browser may ask the user first, and may never be answered.
 * Aborting `signal` lets go of it whenever the answer comes.
 */
export async function openMicrophone(
  deviceId: string | undefined,
  signal?: AbortSignal,
): Promise<MicrophoneResult> {
  const devices = globalThis.navigator?.mediaDevices;
  if (!devices?.getUserMedia) {
    const message = 'This browser offers no microphone here: it needs HTTPS or localhost.';
    return failed('microphone_unsupported', message);
  }
  try {
    const stream = await devices.getUserMedia({ audio: microphoneConstraints(deviceId) });
    const [track, ...others] = stream.getAudioTracks();
    for (const other of others) other.stop();
    if (!track) return failed('microphone_not_found', 'The browser gave no sound track.');
    if (signal?.aborted) track.stop();
    return { data: track, error: null };
  } catch (error) {
    return { data: null, error: microphoneErrorOf(error) };
  }
}

/** Whether the browser would open a microphone without asking; false when it will not say. */
export async function isMicrophoneAllowed(): Promise<boolean> {
  try {
    const name = 'microphone' as PermissionName;
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    // Firefox before 131 does not know the name, and asking is then the only way to find out.
    return false;
  }
}

/** Our word for what `getUserMedia` rejects with. */
export function microphoneErrorOf(error: unknown): MicrophoneError {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      return failed('microphone_blocked', 'The browser or the user blocked the microphone.').error;
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return failed('microphone_not_found', 'There is no such microphone.').error;
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return failed('microphone_busy', 'Another app may be using the microphone.').error;
    default:
      return failed('microphone_unsupported', `The microphone cannot be used: ${error}`).error;
  }
}

function failed(code: MicrophoneError['code'], message: string) {
  return { data: null, error: { code, message } };
}

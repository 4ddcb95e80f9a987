// The caller's microphone within a call: published, muted, switched, and lost when unplugged.
import type { LocalAudioTrack, Room } from 'livekit-client';
import { DONE } from './call-result.ts';
import type { CallStore } from './call-store.ts';
import { microphoneConstraints, microphoneErrorOf, openMicrophone } from './microphone.ts';
import type { Livekit } from './surroundings.ts';
import type { MicrophoneError, VoiceResult } from './types.ts';

/** The microphone of one call. */
export class CallMicrophone {
  readonly #livekit: Livekit;
  readonly #room: Room;
  readonly #store: CallStore;
  #track: LocalAudioTrack | null = null;
  #isClosed = false;

  constructor(livekit: Livekit, room: Room, store: CallStore) {
    this.#livekit = livekit;
    this.#room = room;
    this.#store = store;
  }

  /** Sends an opened microphone into the room. */
  async publish(opened: MediaStreamTrack): Promise<VoiceResult<null>> {
    const { LocalAudioTrack, Track } = this.#livekit;
    const track = new LocalAudioTrack(opened, microphoneConstraints(), false);
    this.#track = track;
    try {
      await this.#room.localParticipant.publishTrack(track, { source: Track.Source.Microphone });
      if (this.#isClosed) this.close();
      else this.#store.patch({ microphone: 'on', microphoneError: null });
      return DONE;
    } catch (error) {
      track.stop();
      this.#track = null;
      return this.fail(error);
    }
  }

  /** Opens a microphone and sends it; with one already sending, switches to it. */
  async enable(deviceId?: string): Promise<VoiceResult<null>> {
    if (this.#track && deviceId) return this.switchTo(deviceId);
    if (this.#track) return this.unmute().then(() => DONE);
    this.#store.patch({ microphone: 'requesting', microphoneError: null });
    const opened = await openMicrophone(deviceId);
    if (opened.error) return this.#report(opened.error);
    if (this.#isClosed) opened.data.stop();
    return this.#isClosed ? DONE : this.publish(opened.data);
  }

  /** Switches to another device; muted stays muted. */
  async switchTo(deviceId: string): Promise<VoiceResult<null>> {
    if (!this.#track) return this.enable(deviceId);
    try {
      await this.#track.setDeviceId({ exact: deviceId });
      this.#store.patch({ microphoneError: null });
      return DONE;
    } catch (error) {
      return this.fail(error);
    }
  }

  /** Stops sending sound. */
  async mute(): Promise<void> {
    if (!this.#track) return;
    await this.#track.mute();
    this.#store.patch({ microphone: 'muted' });
  }

  /** Sends sound again. */
  async unmute(): Promise<void> {
    if (!this.#track) return;
    await this.#track.unmute();
    this.#store.patch({ microphone: 'on' });
  }

  /** Reports what went wrong with the device; the call goes on without it. */
  fail(error: unknown): VoiceResult<null> {
    return this.#report(microphoneErrorOf(error));
  }

  /** Lets go of the device. */
  close(): void {
    this.#isClosed = true;
    // The device itself, not LiveKit's track around it, which would renegotiate a call that is over.
    this.#track?.mediaStreamTrack.stop();
    this.#track = null;
    this.#store.patch({ microphone: 'off' });
  }

  #report(error: MicrophoneError): VoiceResult<null> {
    const microphone = this.#track ? this.#store.snapshot.microphone : 'off';
    this.#store.patch({ microphone, microphoneError: error });
    this.#store.emit('microphoneError', error);
    return { data: null, error };
  }
}

// Plays the agent's sound and measures how loud both sides are.
import type { RemoteTrack, Room } from 'livekit-client';
import type { Livekit } from './surroundings.ts';
import type { AudioLevels } from './types.ts';

type AudioTrack = Parameters<Livekit['createAudioAnalyser']>[0];
interface Meter {
  track: AudioTrack;
  read: () => number;
  close: () => void;
}

/** The sound of one call. */
export class CallAudio {
  readonly #livekit: Livekit;
  readonly #room: Room;
  readonly #element: HTMLAudioElement | undefined;
  readonly #meters: Partial<Record<keyof AudioLevels, Meter>> = {};
  #agentTrack: RemoteTrack | null = null;

  constructor(livekit: Livekit, room: Room, element: HTMLAudioElement | undefined) {
    this.#livekit = livekit;
    this.#room = room;
    this.#element = element;
  }

  /** Plays a track of the agent. */
  play(track: RemoteTrack): void {
    this.#agentTrack = track;
    if (this.#element) track.attach(this.#element);
    else track.attach();
  }

  /** Stops playing a track that was taken away. */
  stop(track: RemoteTrack): void {
    track.detach();
    if (this.#agentTrack === track) this.#agentTrack = null;
  }

  /** Falls silent at once and lets go of everything. */
  close(): void {
    if (this.#agentTrack) this.stop(this.#agentTrack);
    for (const meter of Object.values(this.#meters)) meter?.close();
    this.#meters.user = undefined;
    this.#meters.agent = undefined;
  }

  /** How loud both sides are now, from 0 to 1. */
  levels(): AudioLevels {
    const source = this.#livekit.Track.Source.Microphone;
    const microphone = this.#room.localParticipant.getTrackPublication(source);
    const isOn = microphone && !microphone.isMuted;
    return {
      user: this.#level('user', isOn ? (microphone.track as AudioTrack | undefined) : undefined),
      agent: this.#level('agent', (this.#agentTrack ?? undefined) as AudioTrack | undefined),
    };
  }

  #level(side: keyof AudioLevels, track: AudioTrack | undefined): number {
    const known = this.#meters[side];
    if (known && known.track !== track) {
      known.close();
      this.#meters[side] = undefined;
    }
    if (!track) return 0;
    this.#meters[side] ??= this.#measure(track);
    return Math.min(1, this.#meters[side].read());
  }

  #measure(track: AudioTrack): Meter {
    const analyser = this.#livekit.createAudioAnalyser(track, { smoothingTimeConstant: 0.4 });
    return {
      track,
      read: () => analyser.calculateVolume(),
      close: () => void analyser.cleanup().catch(() => {}),
    };
  }
}

// Wires the events of a LiveKit room to the parts of a call that handle them.
import type { Room } from 'livekit-client';
import type { AgentLink } from './agent-link.ts';
import type { CallAudio } from './call-audio.ts';
import type { CallMicrophone } from './call-microphone.ts';
import type { CallStore } from './call-store.ts';
import { TRANSCRIPTION_TOPIC } from './packets.ts';
import type { Livekit } from './surroundings.ts';

/** The parts to wire. */
export interface RoomBinding {
  livekit: Livekit;
  room: Room;
  store: CallStore;
  agent: AgentLink;
  audio: CallAudio;
  microphone: CallMicrophone;
  onDisconnected: (reason: number | undefined) => void;
}

/** Wires them, for the life of the room. */
export function bindRoom(binding: RoomBinding): void {
  const { livekit, room, store, agent, audio, microphone, onDisconnected } = binding;
  const { RoomEvent, Track } = livekit;
  const reconnecting = () => store.patch({ connectionState: 'reconnecting' });
  // A call that is ending stays so, whatever the connection does meanwhile.
  const unlessEnding = (act: () => void) => () => {
    if (store.snapshot.connectionState !== 'ending') act();
  };

  room.on(RoomEvent.Reconnecting, unlessEnding(reconnecting));
  room.on(RoomEvent.SignalReconnecting, unlessEnding(reconnecting));
  room.on(
    RoomEvent.Reconnected,
    unlessEnding(() => store.patch({ connectionState: 'connected' })),
  );
  room.on(RoomEvent.Disconnected, onDisconnected);
  room.on(RoomEvent.ParticipantConnected, (participant) => agent.join(participant));
  room.on(RoomEvent.ParticipantDisconnected, (participant) => agent.leave(participant));
  room.on(RoomEvent.ParticipantAttributesChanged, (_changed, participant) => {
    const remote = room.remoteParticipants.get(participant.identity);
    if (remote) agent.readAttributes(remote);
  });
  room.on(RoomEvent.DataReceived, (payload, participant, _kind, topic) =>
    agent.receive(payload, participant?.identity, topic),
  );
  room.on(RoomEvent.ActiveSpeakersChanged, (speakers) => {
    if (speakers.some((speaker) => speaker.isLocal)) agent.noteUserAct();
  });
  room.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind === Track.Kind.Audio) audio.play(track);
  });
  room.on(RoomEvent.TrackUnsubscribed, (track) => audio.stop(track));
  room.on(RoomEvent.AudioPlaybackStatusChanged, () => {
    const isBlocked = !room.canPlaybackAudio;
    if (isBlocked === store.snapshot.isAudioBlocked) return;
    store.patch({ isAudioBlocked: isBlocked });
    store.emit('audioBlocked', { isBlocked });
  });
  room.on(RoomEvent.MediaDevicesError, (error) => void microphone.fail(error));
  room.registerTextStreamHandler(TRANSCRIPTION_TOPIC, (reader, { identity }) => {
    void agent.transcribe(reader, identity);
  });
}

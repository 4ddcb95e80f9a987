// The little a call needs of the api client; apart, so that the published types need nothing else.
import type { VoiceSessions } from '../voice-sessions/voice-sessions.ts';

/** The operations a call uses. */
export type CallApi = Pick<
  VoiceSessions,
  'create' | 'get' | 'end' | 'createToken' | 'requestAgent'
>;

/** A client that can hold calls: what `createMindbotClient` makes. */
export interface VoiceClient {
  readonly voiceSessions: CallApi;
}

// Entry `@mindbot/sdk/voice`: talking to an agent, apart from the core because it needs livekit-client.
export type { CallApi, VoiceClient } from './call-api.ts';
export { connectToVoiceAgent } from './connect.ts';
export type * from './types.ts';

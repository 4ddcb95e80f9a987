// Entry `@mindbot/sdk/voice`: talking to an agent, apart from the core because it needs livekit-client.
export type * from './types.ts';

// The way into a call: one function, returning the call while it still connects.
import { Call } from './call.ts';
import type { VoiceClient } from './call-api.ts';
import type { Livekit } from './surroundings.ts';
import type { ConnectOptions, VoiceCall } from './types.ts';

/**
 * Starts a call and returns it at once, while it still connects: listen to its events, or await
 * `call.ready`. The microphone is asked for here and not before, and no time is held until the user
 * has answered. Call it from a click, so that the browser lets the agent be heard.
 * @example
 * const call = connectToVoiceAgent(mindbot, {
 *   assistant: 'alex',
 *   on: {
 *     time: ({ remainingMs }) => showTime(remainingMs),
 *     transcript: ({ items }) => showTranscript(items),
 *     ended: ({ reason, chargedMs }) => showReceipt(reason, chargedMs),
 *   },
 * });
 * const { error } = await call.ready;
 * if (error?.code === 'microphone_blocked') explainMicrophone();
 * hangUpButton.onclick = () => call.end();
 */
export function connectToVoiceAgent(client: VoiceClient, options: ConnectOptions = {}): VoiceCall {
  if (!client?.voiceSessions) {
    throw new TypeError(
      'The client is missing: pass what createMindbotClient() of "@mindbot/sdk" returned.',
    );
  }
  return new Call(client, options, {
    loadLivekit,
    now: () => performance.now(),
  });
}

async function loadLivekit(): Promise<Livekit> {
  const livekit = await import('livekit-client');
  // It tells the console every step otherwise, and warns of its own clearing up after a call.
  livekit.setLogLevel('error');
  return livekit;
}

// Asks a participant for a sign of life. The server SDK lacks this call of the LiveKit server.
import { AccessToken } from 'livekit-server-sdk';
import { type LiveKitOptions, LiveKitUnavailableError } from './livekit-types.ts';

const METHOD = 'mindbot.ping';

/**
 * Whether the participant's process answers a LiveKit RPC within the timeout. Any answer counts,
 * "no such method" included, so the other side needs no handler. LiveKit itself lists a killed
 * agent as active for 20 s and its job as running for ever; this tells in as long as we wait.
 */
export async function pingParticipant(
  options: LiveKitOptions,
  roomName: string,
  identity: string,
  timeoutMs: number,
): Promise<boolean> {
  const token = new AccessToken(options.apiKey, options.apiSecret, { ttl: 60 });
  token.addGrant({ roomAdmin: true, room: roomName });
  const response = await fetch(new URL('/twirp/livekit.RoomService/PerformRpc', options.apiUrl), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token.toJwt()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      room: roomName,
      destinationIdentity: identity,
      method: METHOD,
      payload: '',
      responseTimeoutMs: timeoutMs,
    }),
    signal: AbortSignal.timeout(timeoutMs + 3_000),
  }).catch((error: unknown) => {
    throw new LiveKitUnavailableError('LiveKit did not answer', { cause: error });
  });
  const text = await response.text();
  if (silentPattern.test(text)) return false;
  if (response.status < 500) return true;
  throw new LiveKitUnavailableError(`LiveKit: ${response.status} ${text.slice(0, 200)}`);
}

/**
 * Nobody answered: not there, no connection, no response in time, gone meanwhile, not deliverable,
 * or not found by the server. Any other refusal came from the participant itself, or from a server
 * without this call, which leaves us no better word than its list of participants.
 */
const silentPattern = /RpcError (1401|1501|1502|1503|1505)\b|no response from servers/;

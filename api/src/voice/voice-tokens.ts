// Signs the two tokens of a call: the caller's way into one room, the agent's way to one record.
import { userIdentityOf } from '@mindbot/platform/dispatch-metadata';
import { SignJWT } from 'jose';
import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { importHmacKey } from '../hmac-key.ts';

/** What joining a room needs. */
interface JoinToken {
  serverUrl: string;
  token: string;
  roomName: string;
  tokenExpiresAt: string;
}

/** The call and epoch an agent's token is good for. */
interface WorkerTokenSubject {
  voiceSessionId: string;
  epoch: number;
  /** How long the call may last, in milliseconds. */
  maxCallMs: number;
}

/** Signs tokens. */
export interface VoiceTokens {
  signJoinToken(userId: string, roomName: string): Promise<JoinToken>;
  signWorkerToken(subject: WorkerTokenSubject): Promise<string>;
}

/** One may join within this time; a joined call runs on. */
const JOIN_TOKEN_SECONDS = 300;
/** An agent may still settle and save its transcript this long after the longest call. */
const WORKER_TOKEN_EXTRA_MS = 3_600_000;

/** Every grant is spelled out: some of LiveKit's defaults are generous. */
const grantsOfCaller: VideoGrant = {
  roomJoin: true,
  canPublish: true,
  canPublishSources: [TrackSource.MICROPHONE],
  canSubscribe: true,
  canPublishData: true,
  canUpdateOwnMetadata: false,
  canSubscribeMetrics: false,
  canManageAgentSession: false,
  roomAdmin: false,
  roomCreate: false,
  roomList: false,
  roomRecord: false,
  ingressAdmin: false,
  hidden: false,
  recorder: false,
  agent: false,
};

/** Makes the signer. */
export function createVoiceTokens(options: {
  livekitUrl: string;
  livekitApiKey: string;
  livekitApiSecret: string;
  supabaseJwtSecret: string;
  now?: () => number;
}): VoiceTokens {
  const workerKey = importHmacKey(options.supabaseJwtSecret, 'sign');
  const now = options.now ?? Date.now;
  return {
    async signJoinToken(userId, roomName) {
      const token = new AccessToken(options.livekitApiKey, options.livekitApiSecret, {
        identity: userIdentityOf(userId),
        ttl: JOIN_TOKEN_SECONDS,
      });
      token.addGrant({ ...grantsOfCaller, room: roomName });
      const tokenExpiresAt = new Date(now() + JOIN_TOKEN_SECONDS * 1_000).toISOString();
      return {
        serverUrl: options.livekitUrl,
        token: await token.toJwt(),
        roomName,
        tokenExpiresAt,
      };
    },
    async signWorkerToken({ voiceSessionId, epoch, maxCallMs }) {
      const nowMs = now();
      return new SignJWT({ role: 'voice_worker', voice_session_id: voiceSessionId, epoch })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setAudience('authenticated')
        .setIssuedAt(Math.floor(nowMs / 1_000))
        .setExpirationTime(Math.floor((nowMs + maxCallMs + WORKER_TOKEN_EXTRA_MS) / 1_000))
        .sign(await workerKey);
    },
  };
}

// The route table: every operation of the api.
import type { ApiRoute } from '../define-route.ts';
import { createAgentRequest } from './create-agent-request.ts';
import { createJoinToken } from './create-join-token.ts';
import { createVoiceSession } from './create-voice-session.ts';
import { deleteVoiceSession } from './delete-voice-session.ts';
import { endVoiceSession } from './end-voice-session.ts';
import { getAssistant } from './get-assistant.ts';
import { getBalance } from './get-balance.ts';
import { getConfig } from './get-config.ts';
import { getCurrentUser } from './get-current-user.ts';
import { getLiveness } from './get-liveness.ts';
import { getReadiness } from './get-readiness.ts';
import { getTranscript } from './get-transcript.ts';
import { getVoiceSession } from './get-voice-session.ts';
import { listAssistants } from './list-assistants.ts';
import { listLedgerEntries } from './list-ledger-entries.ts';
import { listVoiceSessions } from './list-voice-sessions.ts';
import { receiveLivekitWebhook } from './receive-livekit-webhook.ts';

/** Every operation, in the order the reference page shows them. */
export const routes: readonly ApiRoute[] = [
  createVoiceSession,
  listVoiceSessions,
  getVoiceSession,
  deleteVoiceSession,
  getTranscript,
  endVoiceSession,
  createJoinToken,
  createAgentRequest,
  getCurrentUser,
  getBalance,
  listLedgerEntries,
  listAssistants,
  getAssistant,
  getConfig,
  getLiveness,
  getReadiness,
  receiveLivekitWebhook,
];

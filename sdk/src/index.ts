// Entry `@mindbot/sdk`: the typed client of the MindBot api, without any runtime dependency.

export type { Assistants } from './assistants/assistants.ts';
export type { BalanceResource } from './balance/balance.ts';
export { createMindbotClient, type MindbotClient, type MindbotClientOptions } from './client.ts';
export type { Config } from './config/config.ts';
export {
  type FieldError,
  type MindbotError,
  MindbotRequestError,
  type MindbotResult,
  type PassingProblemCode,
  type ProblemCode,
  type ProblemError,
  type TransportError,
  unwrap,
} from './errors.ts';
export type { LedgerEntries } from './ledger-entries/ledger-entries.ts';
export type { Me } from './me/me.ts';
export type { PageParams } from './pages.ts';
export type { CreateOptions, RequestOptions } from './transport.ts';
export type * from './types.ts';
export type {
  CreateVoiceSessionParams,
  ListVoiceSessionsParams,
  VoiceSessions,
} from './voice-sessions/voice-sessions.ts';

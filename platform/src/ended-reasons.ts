// The closed list of why a call ends: the same word in SQL, api, sdk, logs and metrics.

/** Every reason a voice session can end with, in the order the glossary explains them. */
export const ENDED_REASONS = [
  'user_hung_up',
  'agent_ended',
  'out_of_time',
  'idle',
  'max_length',
  'connection_lost',
  'no_agent',
  'agent_failed',
  'moved',
  'closed_by_admin',
  'shutdown',
] as const;

/** One of {@link ENDED_REASONS}. */
export type EndedReason = (typeof ENDED_REASONS)[number];

// What a span of the ledger's tells: the figures of metering, and nothing anybody said.

/** Figures and words of the trade that a question or an answer may carry. */
const TOLD = {
  p_sequence: 'mindbot.sequence',
  p_used_ms: 'mindbot.used_ms',
  p_unbilled_ms: 'mindbot.unbilled_ms',
  outcome: 'mindbot.outcome',
  usedMs: 'mindbot.used_ms',
  heldMs: 'mindbot.held_ms',
  remainingMs: 'mindbot.remaining_ms',
  chargedMs: 'mindbot.charged_ms',
  balanceMs: 'mindbot.balance_ms',
  endedReason: 'mindbot.ended_reason',
} as const;

/** The attributes a question to this function begins with. */
export const describeCall = (name: string) => ({
  'db.system.name': 'postgresql',
  'db.operation.name': 'SELECT',
  'db.stored_procedure.name': name,
});

/** The figures of a question and its answer. */
export function describeAnswer(parameters: object, answer: unknown) {
  const fields: Record<string, unknown> = { ...parameters, ...(answer as object) };
  const told = Object.entries(TOLD).flatMap(([field, attribute]) => {
    const value = fields[field];
    return typeof value === 'number' || typeof value === 'string' ? [[attribute, value]] : [];
  });
  return Object.fromEntries(told) as Record<string, string | number>;
}

// Lets the agent say truly how much time the caller has left.
import { llm } from '@livekit/agents';
import { exactDuration } from '../phrases.ts';
import type { CallTools, ToolBudget } from './call-tools.ts';

/** Asks the ledger; when it is away, the meter's own count is the truth as last known. */
export function getBalanceTool(call: CallTools, budget: ToolBudget) {
  return llm.tool({
    name: 'get_balance',
    description: 'Tells how much paid time the caller has left. Use it whenever they ask.',
    execute: async () => {
      budget.spend();
      const remainingMs = await call.ledger
        .getBalance()
        .then((balance) =>
          balance.remainingMs === null
            ? call.remainingMs()
            : Math.max(0, balance.remainingMs - call.unreportedMs()),
        )
        .catch((error) => {
          call.logger.warn({ err: error }, 'balance not answered, using the count of the call');
          return call.remainingMs();
        });
      return {
        remaining: exactDuration(remainingMs),
        remainingSeconds: Math.floor(remainingMs / 1_000),
      };
    },
  });
}

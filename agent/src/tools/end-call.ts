// Lets the agent hang up when the caller is done.
import { llm } from '@livekit/agents';
import type { CallTools, ToolBudget } from './call-tools.ts';

/** The call ends after the goodbye that the model says in answer to this tool. */
export function endCallTool(call: CallTools, budget: ToolBudget) {
  return llm.tool({
    name: 'end_call',
    description:
      'Ends the call. Use it only when the caller clearly wants to stop, for example says goodbye.',
    execute: async (_args, { ctx }) => {
      budget.spend();
      call.endAfter(ctx.speechHandle);
      return { ending: true, instruction: 'Say goodbye in one short sentence.' };
    },
  });
}

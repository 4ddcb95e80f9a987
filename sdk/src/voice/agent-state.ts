// Translates the state an agent publishes into the few words a view shows.
import type { AgentState } from './types.ts';

/** Our word for LiveKit's `lk.agent.state`; a joined agent that says nothing is not ready yet. */
export function agentStateOf(attribute: string | undefined): AgentState {
  switch (attribute) {
    case 'listening':
    case 'idle':
      return 'listening';
    case 'thinking':
      return 'thinking';
    case 'speaking':
      return 'speaking';
    default:
      return 'waiting';
  }
}

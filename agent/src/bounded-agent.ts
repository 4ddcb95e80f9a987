// Bounds what the model is given to read at each turn: a long call must cost no more a turn than a short one.
import { llm, voice } from '@livekit/agents';

/** The newest of the conversation the model reads at most: about 6,000 tokens. */
export const CONTEXT_CHARACTERS_MAX = 24_000;
export const CONTEXT_ITEMS_MAX = 80;

/** An agent that forgets the oldest of a long conversation; its instructions it never forgets. */
export class BoundedAgent extends voice.Agent {
  override llmNode(
    chatCtx: llm.ChatContext,
    toolCtx: llm.ToolContext,
    modelSettings: voice.ModelSettings,
  ) {
    return super.llmNode(boundContext(chatCtx), toolCtx, modelSettings);
  }
}

/** The context itself while it is small, else a copy of its instructions and its newest items. */
export function boundContext(chatCtx: llm.ChatContext): llm.ChatContext {
  const instructions = chatCtx.items.filter(isInstruction);
  const said = chatCtx.items.filter((item) => !isInstruction(item));
  let characters = 0;
  let first = said.length;
  while (first > 0 && said.length - first < CONTEXT_ITEMS_MAX) {
    characters += charactersOf(said[first - 1]);
    // What was said last is always read: it alone is bounded by what may be typed or said at once.
    if (characters > CONTEXT_CHARACTERS_MAX && first < said.length) break;
    first -= 1;
  }
  if (first === 0) return chatCtx;
  // A model refuses the answer of a tool whose call it does not see.
  while (said[first]?.type === 'function_call_output') first += 1;
  return new llm.ChatContext([...instructions, ...said.slice(first)]);
}

const isInstruction = (item: llm.ChatItem): boolean =>
  item.type === 'message' && (item.role === 'system' || item.role === 'developer');

function charactersOf(item: llm.ChatItem | undefined): number {
  if (item?.type === 'message') return item.textContent?.length ?? 0;
  if (item?.type === 'function_call') return item.args.length;
  return item?.type === 'function_call_output' ? item.output.length : 0;
}

// Finds what the assistant answers: the table of everything the sandbox can talk about.
import { type Conversation, normalize, type Tool } from './conversation.ts';
import type { Intent, Reply, WantedCall } from './intent.ts';
import { captureLead } from './intents/capture-lead.ts';
import { createTicket } from './intents/create-ticket.ts';
import { endCall } from './intents/end-call.ts';
import { getBalance } from './intents/get-balance.ts';
import {
  fallback,
  greet,
  help,
  introduce,
  moreTime,
  no,
  repeat,
  stop,
  thanks,
  wellBeing,
  yes,
} from './intents/small-talk.ts';
import { tellStory } from './intents/tell-story.ts';

/** Asked from top to bottom; the first that matches answers, and none means {@link fallback}. */
const INTENTS: readonly Intent[] = [
  getBalance,
  stop,
  repeat,
  tellStory,
  endCall,
  captureLead,
  createTicket,
  introduce,
  help,
  wellBeing,
  moreTime,
  no,
  thanks,
  greet,
  yes,
];

/** Fills in what the tool insists on and nobody said, as null. */
function completeArguments({ name, arguments: given }: WantedCall, tool: Tool | undefined) {
  const { properties = {}, required = [] } = tool?.function.parameters ?? {};
  const known = Object.entries(given).filter(([key]) => key in properties);
  const present = known.filter(([key, value]) => value !== null || required.includes(key));
  const missing = required.filter((key) => !(key in given)).map((key) => [key, null]);
  return { name, arguments: Object.fromEntries([...present, ...missing]) };
}

/** The assistant's next words, or the tool it wants called. */
export function answer(conversation: Conversation): Reply & { intent: string } {
  const [result] = conversation.results.slice(-1);
  if (result) {
    const teller = INTENTS.find(({ tool }) => tool?.name === result.name)?.tool;
    const say = teller?.tell(result) ?? result.text;
    return { intent: `result of ${result.name}`, say: say || 'That is done.' };
  }
  return (
    answerTo(conversation) ??
    answerTo(withEarlierWords(conversation)) ?? {
      intent: fallback.name,
      ...fallback.reply(conversation),
    }
  );
}

/** A caller who paused in a sentence may have had it split in two: read both halves as one. */
function withEarlierWords(conversation: Conversation): Conversation {
  const said = `${conversation.saidBefore} ${conversation.said}`.trim();
  return { ...conversation, said, heard: normalize(said) };
}

function answerTo(conversation: Conversation): (Reply & { intent: string }) | null {
  const intent = INTENTS.find(({ matches }) => matches(conversation));
  if (!intent) return null;
  const reply = intent.reply(conversation);
  if ('say' in reply) return { intent: intent.name, ...reply };
  const tool = conversation.tools.get(reply.call.name);
  return { intent: intent.name, call: completeArguments(reply.call, tool) };
}

// Takes contact details, asking for what is missing, and has them saved.
import { collectContactDetails } from '../contact-details.ts';
import type { Conversation, ToolResult } from '../conversation.ts';
import { type Intent, offers } from '../intent.ts';

const TOOL = 'capture_lead';
const ASK_ALL =
  'Sure, somebody will call you back. What is your name, and your phone number or email?';
const ASK_NAME = 'Thank you. And what is your name?';
const askReach = (name: string) =>
  `Thank you, ${name}. What is your phone number or your email address?`;

const WISH =
  /\b(?:call me back|call back|contact me|reach me|get in touch|give me a call|(?:leave|take|save|give you) (?:you )?my (?:contact|details|name|number|email|phone)|(?:talk|speak) to (?:a )?(?:sales|person|human|someone))\b/;
const INTEREST = /\binterested in\b/;
const OWN_DETAILS =
  /\bmy (?:name|phone|number|email|mail)\b.*\bis\b|\bname's\b|\b(?:call|reach|write|email) me (?:at|on)\b/;
/** Whether the assistant's last words, even when interrupted, asked for contact details. */
const ASKED = /somebody will call you|what is your (?:name|phone)|your phone number or/i;

const isAnswer = ({ assistantSaid }: Conversation) => ASKED.test(assistantSaid);

/** What was said since details were last saved: one call may leave several leads. */
function turnsOfThisLead({ turns }: Conversation) {
  const savedBefore = (toolsBefore: string[]) => toolsBefore.filter((name) => name === TOOL).length;
  const saved = savedBefore(turns.at(-1)?.toolsBefore ?? []);
  return turns.filter(({ toolsBefore }) => savedBefore(toolsBefore) === saved);
}

function tell({ data }: ToolResult): string {
  if (data.saved === true || (data.saved === undefined && data.problem === undefined)) {
    const name = typeof data.name === 'string' ? `, ${data.name}` : '';
    return `Thank you${name}. I have saved your contact details, and somebody will call you back.`;
  }
  return `I could not save that. ${typeof data.problem === 'string' ? data.problem : ''}`.trim();
}

/** Contact details, given at once or over several turns. */
export const captureLead: Intent = {
  name: 'capture_lead',
  matches: (conversation) => {
    if (!offers(conversation, TOOL)) return false;
    const { heard } = conversation;
    if (WISH.test(heard) || INTEREST.test(heard) || OWN_DETAILS.test(heard)) return true;
    if (!isAnswer(conversation)) return false;
    const { name, email, phone } = collectContactDetails(conversation.turns.slice(-1), true);
    return name !== null || email !== null || phone !== null;
  },
  reply: (conversation) => {
    const details = collectContactDetails(turnsOfThisLead(conversation), isAnswer(conversation));
    const { name, email, phone, interest } = details;
    const canReach = email !== null || phone !== null;
    if (name === null) return { say: canReach ? ASK_NAME : ASK_ALL };
    if (!canReach) return { say: askReach(name) };
    return { call: { name: TOOL, arguments: { name, email, phone, interest } } };
  },
  tool: { name: TOOL, tell },
};

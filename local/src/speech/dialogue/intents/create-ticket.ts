// Opens a support ticket, asking what is wrong when that was not said.
import type { Conversation, ToolResult } from '../conversation.ts';
import { type Intent, offers } from '../intent.ts';
import { asSentence } from '../spoken-text.ts';

const TOOL = 'create_ticket';
const ASK = 'Sure, I can open a support ticket. What is the problem?';

const WISH =
  /\b(?:support ticket|ticket|report (?:a|the) problem|i need (?:some )?(?:help|support)|talk to support|file a complaint)\b/;
const PROBLEM =
  /\b(?:problem with|trouble with|issue with|(?:does not|doesn't|is not|isn't|not|stopped) work(?:ing)?|is broken|is (?:very )?slow|is missing|was charged|charged twice|(?:can not|cannot|can't) (?:hear|see|log in|connect|pay)|forgot my password|an? error)\b/;
const ASKED = /open a support ticket\. what|what is the problem/i;
/** What people say around the problem itself. */
const AROUND =
  /^(?:(?:hello|hi|hey|please|well|yes|okay|so|no|um|and)\s+)*(?:(?:i want to|i would like to|i'd like to|i need to|can you|could you|can i|please)\s+)*(?:(?:open|create|make|file|report)\s+(?:an?|the)\s+(?:new\s+)?(?:support\s+)?(?:ticket|problem)|i need (?:some )?(?:help|support)(?: with)?|talk to support)\s*(?:(?:because|about|for|that|since|and|please)\s+)*/;
const LACKS_SUBJECT = /^(?:does|doesn't|is|isn't|was|has|stopped|not)\b/;
const LONGEST_SUBJECT = 80;
const FEWEST_PROBLEM_WORDS = 2;

/** The problem as the caller told it, without the request around it; empty when there is none. */
function problemIn({ said, heard, saidBefore }: Conversation): string {
  // The second half of a sentence that a pause has cut in two.
  if (LACKS_SUBJECT.test(heard)) return asSentence(`${saidBefore} ${said}`);
  const rest = heard
    .replace(AROUND, '')
    .replace(/\s*\b(?:please|thank you|thanks)$/, '')
    .trim();
  if (rest.split(' ').filter(Boolean).length < FEWEST_PROBLEM_WORDS) return '';
  // Written as typed when nothing had to be cut off, since typed text has its own capitals.
  return asSentence(rest === heard ? said : rest);
}

function subjectOf(problem: string): string {
  const short = asSentence(
    problem.replace(/^i have an? (?:problem|issue) with /i, '').replace(/^(?:my|the) /i, ''),
  );
  if (short.length <= LONGEST_SUBJECT) return short;
  return `${short.slice(0, LONGEST_SUBJECT).replace(/\s+\S*$/, '')}…`;
}

const openTicket = (problem: string) => ({
  call: { name: TOOL, arguments: { subject: subjectOf(problem), description: problem } },
});

function tell({ data, text }: ToolResult): string {
  const number = typeof data.number === 'number' ? data.number : Number(/\d+/.exec(text)?.[0]);
  if (data.created !== false && Number.isFinite(number)) {
    return `Your ticket number is ${number}. Somebody will look into it and write to you.`;
  }
  const problem = typeof data.problem === 'string' ? data.problem : '';
  return `I could not open the ticket. ${problem}`.trim();
}

const REFUSAL =
  /^(?:no|nope|nothing|never mind|nevermind|forget it|not now|no thank you|no thanks)$/;

const isAnswer = ({ assistantSaid, heard }: Conversation) =>
  ASKED.test(assistantSaid) && heard !== '' && !REFUSAL.test(heard);

/** A support ticket. */
export const createTicket: Intent = {
  name: 'create_ticket',
  matches: (conversation) => {
    if (!offers(conversation, TOOL)) return false;
    const { heard } = conversation;
    return WISH.test(heard) || PROBLEM.test(heard) || isAnswer(conversation);
  },
  reply: (conversation) => {
    const problem = problemIn(conversation);
    return problem === '' ? { say: ASK } : openTicket(problem);
  },
  tool: { name: TOOL, tell },
};

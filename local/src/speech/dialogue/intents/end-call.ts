// Lets the caller hang up by saying so.
import { type Intent, offers } from '../intent.ts';

const TOOL = 'end_call';
const WISH =
  /\b(?:good ?bye|bye|hang up|end (?:the|this|our) call|see you(?: later)?|that is all|that's all|talk to you later)\b/;

/** Who says goodbye while leaving details or a problem wants those heard first. */
const UNFINISHED = /\bmy (?:name|number|phone|email)\b|\bdoes not work\b|\bproblem\b/;

/** The end of the call, at the caller's wish. */
export const endCall: Intent = {
  name: 'end_call',
  matches: ({ heard }) => WISH.test(heard) && !UNFINISHED.test(heard),
  reply: (conversation) =>
    offers(conversation, TOOL)
      ? { call: { name: TOOL, arguments: {} } }
      : { say: 'Goodbye. You can hang up whenever you like.' },
  tool: { name: TOOL, tell: () => 'Goodbye, and thank you for calling.' },
};

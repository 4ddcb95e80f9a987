// The short answers that make a conversation: each is a pattern and what is said to it.
import type { Conversation } from '../conversation.ts';
import type { Intent } from '../intent.ts';

/** What the sandbox can do, in the words it says it in. */
const ABILITIES =
  'I can tell you how much time you have left, take your contact details, open a support ticket, ' +
  'tell you a long story, or end the call.';

const nameOf = ({ assistantName }: Conversation) => assistantName ?? 'your assistant';

const short = (
  name: string,
  pattern: RegExp,
  answer: string | ((conversation: Conversation) => string),
): Intent => ({
  name,
  matches: ({ heard }) => pattern.test(heard),
  reply: (conversation) => ({
    say: typeof answer === 'string' ? answer : answer(conversation),
  }),
});

/** Says its last words again. */
export const repeat = short(
  'repeat',
  /\b(?:repeat|say (?:that|it) again|what did you say|pardon|come again)\b/,
  ({ assistantSaid }) => assistantSaid || 'I have not said anything yet.',
);

/** Falls silent when told to. */
export const stop = short(
  'stop',
  /^(?:please )?(?:stop|wait|be quiet|quiet|shut up|enough|cancel|hold on)\b/,
  'Okay.',
);

/** Says what it can do. */
export const help = short(
  'help',
  /\b(?:help|what can (?:you|i) (?:do|ask|say)|what do you do|your (?:skills|abilities)|options)\b/,
  ABILITIES,
);

/** Says who it is. */
export const introduce = short(
  'introduce',
  /\b(?:who are you|what are you|what is your name|what's your name|are you (?:a )?(?:human|robot|real|bot))\b/,
  (conversation) =>
    `I am ${nameOf(conversation)}, speaking for a sandbox without a real language model.`,
);

/** Answers thanks. */
export const thanks = short(
  'thanks',
  /\b(?:thanks|thank you|cheers)\b/,
  'You are welcome. Anything else?',
);

/** Answers "how are you". */
export const wellBeing = short(
  'well_being',
  /\bhow (?:are you|is it going|do you do)\b|\bhello are you\b/,
  'I am fine, thank you. What can I do for you?',
);

/** Says where more time comes from. */
export const moreTime = short(
  'more_time',
  /\b(?:buy|more|purchase|price|cost|card)\b.*\b(?:minutes|time|card|plan)\b|\b(?:pricing|prices)\b/,
  'You can add time on the account page. If you leave your contact details, somebody will call you about it.',
);

/** Greets. */
export const greet = short(
  'greet',
  /^(?:hello|hi|hey|good (?:morning|afternoon|evening)|greetings)\b/,
  (conversation) => `Hello, I am ${nameOf(conversation)}. What can I do for you?`,
);

/** Takes a bare yes. */
export const yes = short(
  'yes',
  /^(?:yes|yeah|yep|sure|okay|ok|alright|fine)$/,
  `Good. ${ABILITIES}`,
);

/** Takes a bare no. */
export const no = short(
  'no',
  /^(?:no|nope|nothing|not now|no thanks?)$/,
  'All right. I am here if you need me.',
);

/** What remains: the truth. */
export const fallback: Intent = {
  name: 'fallback',
  matches: () => true,
  reply: ({ said }) => ({
    say:
      said === ''
        ? 'Hello. What can I do for you?'
        : `I am a sandbox without a real language model, so I did not understand that. ${ABILITIES}`,
  }),
};

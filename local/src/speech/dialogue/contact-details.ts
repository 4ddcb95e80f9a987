// Collects who somebody is and how to reach them from what they said so far.
import { asSentence, findEmail, findPhone } from './spoken-text.ts';

/** What is known of a person; null where they have not said it. */
export type ContactDetails = {
  name: string | null;
  email: string | null;
  phone: string | null;
  interest: string | null;
};

/** Words that follow "I am" without being a name, and words that end one. */
const NOT_NAMES = new Set(
  `i i'm me you he she we they a an the not so very in on at from for with here there just still also really going interested looking
  calling having trying happy sad fine good great okay ok well sure sorry ready done back tired busy new
  yes no yeah yep nope hello hi hey please thanks thank you my your it is am are was and or but number phone
  email mail address name call contact want need like would can could do have has help stop goodbye bye
  zero oh one two three four five six seven eight nine double triple plus dot`.split(/\s+/),
);
const LONGEST_NAME_WORDS = 4;

function leadingName(words: string): string | null {
  const name: string[] = [];
  for (const word of words.split(/\s+/)) {
    if (NOT_NAMES.has(word) || !/^[\p{L}][\p{L}'.-]*$/u.test(word)) break;
    name.push(word);
  }
  if (name.length === 0 || name.length > LONGEST_NAME_WORDS) return null;
  return name.map((word) => asSentence(word)).join(' ');
}

function findName(heard: string, isAnswer: boolean): string | null {
  const introduced = /\b(?:my name is|name's|call me|this is|i am|i'm)\s+(.+)/g;
  for (const match of heard.matchAll(introduced)) {
    // "Call me back" and "call me at" are no names.
    const name = /^(?:back|at|on|later|tomorrow)\b/.test(match[1] ?? '')
      ? null
      : leadingName(match[1] ?? '');
    if (name) return name;
  }
  // Asked for their name, people just say it.
  const answer = heard.replace(/^(?:yes|yeah|sure|okay|well|it is|it's)\s+/, '');
  return isAnswer ? leadingName(answer) : null;
}

function findInterest(heard: string): string | null {
  const match =
    /\binterested in (.+)/.exec(heard) ??
    /\b(?:call|contact|talk|speak)\b.*?\babout (.+)/.exec(heard);
  const words = match?.[1]
    ?.replace(
      /\b(?:and )?(?:my (?:name|phone|email|number)|please|call me|contact me|you can)\b.*$/,
      '',
    )
    .trim();
  return words || null;
}

/**
 * What the caller's turns tell, later ones correcting earlier ones.
 * @param isAnswer whether the last turn answers the question for name or number
 */
export function collectContactDetails(
  turns: readonly { said: string; heard: string }[],
  isAnswer: boolean,
): ContactDetails {
  const details: ContactDetails = { name: null, email: null, phone: null, interest: null };
  turns.forEach(({ said, heard }, index) => {
    const isLast = index === turns.length - 1;
    details.email = findEmail(said, heard) ?? details.email;
    details.phone = findPhone(heard) ?? details.phone;
    details.interest = findInterest(heard) ?? details.interest;
    details.name = findName(heard, isAnswer && isLast && details.name === null) ?? details.name;
  });
  return details;
}

// Turns phrase rules into example sentences to learn from, and into a check of what was recognized.

type Part =
  | { kind: 'word'; word: string }
  | { kind: 'rule'; name: string }
  | { kind: 'choice'; choices: Part[][] }
  | { kind: 'optional'; part: Part }
  | { kind: 'repeated'; part: Part };

/** Rules by name, in the notation of `phrase-rules.ts`; the one called `utterance` is the start. */
export type PhraseRules = Record<string, string> & { utterance: string };

/** A grammar made of phrase rules. */
export type PhraseGrammar = {
  /** Whether a sentence (lower case, single spaces) is one the rules can make. */
  accepts: (sentence: string) => boolean;
  /** Makes sentences at random, the same ones each time. */
  makeSentences: (count: number) => string[];
};

const OPTIONAL_SHARE = 0.4;
const REPEAT_SHARE = 0.7;

function parseRule(rule: string): Part {
  const tokens = rule.match(/<\w+>|[\w']+|[()[\]|+]/g) ?? [];
  let position = 0;
  const parseChoice = (): Part => {
    const choices: Part[][] = [[]];
    for (; position < tokens.length; position += 1) {
      const token = tokens[position] as string;
      const sequence = choices[choices.length - 1] as Part[];
      if (token === ')' || token === ']') break;
      if (token === '|') choices.push([]);
      else if (token === '+') sequence.push({ kind: 'repeated', part: sequence.pop() as Part });
      else if (token.startsWith('<')) sequence.push({ kind: 'rule', name: token.slice(1, -1) });
      else if (token === '(' || token === '[') {
        position += 1;
        const part = parseChoice();
        sequence.push(token === '(' ? part : { kind: 'optional', part });
      } else sequence.push({ kind: 'word', word: token });
    }
    return { kind: 'choice', choices };
  };
  return parseChoice();
}

/** A small generator of pseudo-random numbers in [0, 1), so that every start learns the same. */
function seededRandom(): () => number {
  let state = 0x2545_f491;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/**
 * Reads phrase rules.
 * @throws {Error} naming a rule that is used but not there.
 */
export function createPhraseGrammar(rules: PhraseRules): PhraseGrammar {
  const parsed = new Map(Object.entries(rules).map(([name, rule]) => [name, parseRule(rule)]));
  const ruleNamed = (name: string): Part => {
    const part = parsed.get(name);
    if (!part) throw new Error(`No phrase rule is called <${name}>.`);
    return part;
  };

  const toPattern = (part: Part): string => {
    if (part.kind === 'word') return `${part.word} `;
    if (part.kind === 'rule') return toPattern(ruleNamed(part.name));
    if (part.kind === 'optional') return `(?:${toPattern(part.part)})?`;
    if (part.kind === 'repeated') return `(?:${toPattern(part.part)})+`;
    return `(?:${part.choices.map((choice) => choice.map(toPattern).join('')).join('|')})`;
  };
  const pattern = new RegExp(`^${toPattern(ruleNamed('utterance'))}$`);

  const random = seededRandom();
  const speak = (part: Part): string[] => {
    if (part.kind === 'word') return [part.word];
    if (part.kind === 'rule') return speak(ruleNamed(part.name));
    if (part.kind === 'optional') return random() < OPTIONAL_SHARE ? speak(part.part) : [];
    if (part.kind === 'repeated') {
      const words = speak(part.part);
      while (random() < REPEAT_SHARE) words.push(...speak(part.part));
      return words;
    }
    const choice = part.choices[Math.floor(random() * part.choices.length)] ?? [];
    return choice.flatMap(speak);
  };

  return {
    accepts: (sentence) => pattern.test(`${sentence} `),
    makeSentences: (count) =>
      Array.from({ length: count }, () => speak(ruleNamed('utterance')).join(' ')),
  };
}

// Fills the sentences of the copy dictionary, so that no screen ever joins strings by itself.

/** Values for the placeholders of one message; numbers are formatted for {@link LOCALE}. */
export type MessageValues = Record<string, string | number>;

/** The locale of every number and date: the reader's own English, or British where copy differs. */
export const LOCALE = chooseLocale(globalThis.navigator?.language);

const pluralRules = new Intl.PluralRules(LOCALE);
const numberFormat = new Intl.NumberFormat(LOCALE);
// One level of nesting: `{count, plural, one {# minute} other {# minutes}}`.
const placeholder = /\{(\w+)(?:, plural, ((?:\w+ \{[^{}]*\} ?)+))?\}/g;

/**
 * Fills an ICU-style message: `{name}` and `{count, plural, one {…} other {…}}`, `#` being the number.
 *
 * @throws Error when a placeholder has no value: a bug in the caller, shown by the first test.
 */
export function fillMessage(template: string, values: MessageValues): string {
  return template.replace(placeholder, (_match, name: string, choices?: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Message "${template}" lacks a value for "${name}"`);
    if (choices === undefined) return typeof value === 'number' ? formatNumber(value) : value;
    return choosePlural(choices, Number(value)).replaceAll('#', formatNumber(Number(value)));
  });
}

/** A piece of a sentence that has controls in it: words, or the name of what stands there. */
export type MessagePart = { text: string } | { name: string };

/** Cuts a message at its `{name}`s, for sentences whose values are controls and not words. */
export function splitMessage(template: string): MessagePart[] {
  const parts = template.split(/\{(\w+)\}/);
  const named = parts.map((part, index) => (index % 2 === 0 ? { text: part } : { name: part }));
  return named.filter((part) => !('text' in part) || part.text !== '');
}

function choosePlural(choices: string, count: number): string {
  const category = pluralRules.select(count);
  const forms = new Map<string, string>();
  for (const [, name, text] of choices.matchAll(/(\w+) \{([^{}]*)\}/g)) {
    if (name !== undefined && text !== undefined) forms.set(name, text);
  }
  return forms.get(category) ?? forms.get('other') ?? '';
}

function formatNumber(value: number): string {
  return numberFormat.format(value);
}

function chooseLocale(preferred: string | undefined): string {
  return preferred?.startsWith('en') ? preferred : 'en-GB';
}

// Reads Stripe's form encoding: bracketed keys become nested objects, numbers and [] become places.

/** A decoded form: text, or named parts of it. Lists are objects whose keys are 0, 1, 2… */
export type FormValue = string | FormObject;
/** Named parts of a form; without a prototype, so that no key can reach one. */
export interface FormObject {
  [key: string]: FormValue;
}

const KEYS_MAX = 1_000;
const DEPTH_MAX = 12;

const emptyObject = (): FormObject => Object.create(null);

/** The parts of `a[b][0]`: a, b, 0. */
function partsOf(key: string): string[] {
  const opening = key.indexOf('[');
  if (opening <= 0) return [key];
  const inner = key.slice(opening).matchAll(/\[([^\]]*)\]/g);
  return [key.slice(0, opening), ...[...inner].map(([, part]) => part ?? '')].slice(0, DEPTH_MAX);
}

function place(target: FormObject, parts: readonly string[], value: string): void {
  let at = target;
  for (const [index, part] of parts.entries()) {
    const name = part === '' ? String(Object.keys(at).length) : part;
    if (index === parts.length - 1) {
      at[name] = value;
      return;
    }
    const existing = at[name];
    const next = typeof existing === 'object' ? existing : emptyObject();
    at[name] = next;
    at = next;
  }
}

/** Decodes a query or a body; what is beyond a thousand keys is left out. */
export function parseForm(encoded: string): FormObject {
  const form = emptyObject();
  let count = 0;
  for (const [key, value] of new URLSearchParams(encoded)) {
    count += 1;
    if (count > KEYS_MAX) break;
    place(form, partsOf(key), value);
  }
  return form;
}

// Gives every failure of the sdk a sentence for people; its own English is for logs.
import { failureCopy } from './copy/shell.ts';

/** The sentence for an error code of the sdk; a general one for codes without their own. */
export function failureText(code: string): string {
  const hasOwnText = Object.hasOwn(failureCopy, code);
  return hasOwnText ? failureCopy[code as keyof typeof failureCopy] : failureCopy.other;
}

// Gives every refusal of a plan a sentence for people.
import { planFailureCopy } from '../copy/subscription.ts';
import { failureText } from '../failure-text.ts';

/** The sentence for an error code, in the words of plans where they fit. */
export function planFailureText(code: string): string {
  return Object.hasOwn(planFailureCopy, code)
    ? planFailureCopy[code as keyof typeof planFailureCopy]
    : failureText(code);
}

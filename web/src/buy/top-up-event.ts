// Tells a running call how the purchase beside it stands, so that ring, sheet and announcer agree.
import type { CallEvent } from '../call/call-state.ts';
import type { PurchaseState } from './purchase-state.ts';

const OPEN = ['ordering', 'form', 'bank', 'waiting', 'looking', 'unsettled'];

/** The call's event for a change of the purchase; null when the call need not know. */
export function topUpEvent(previous: PurchaseState, next: PurchaseState): CallEvent | null {
  if (next.step === previous.step) return null;
  const wasOpen = OPEN.includes(previous.step);
  const { timeMs: addedMs } = next;
  switch (next.step) {
    case 'ordering':
      return { type: 'top_up_opened', addedMs };
    case 'form':
    case 'bank':
    case 'waiting':
      return wasOpen ? null : { type: 'top_up_opened', addedMs };
    case 'added':
      return { type: 'top_up_paid', addedMs };
    case 'review':
    case 'unknown':
      return { type: 'top_up_unsure' };
    case 'idle':
      return { type: 'top_up_closed' };
    case 'looking':
    case 'unsettled':
      return null;
    default:
      return { type: 'top_up_failed' };
  }
}

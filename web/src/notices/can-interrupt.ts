// Decides when a new notice may be shown and spoken: never over a call's last seconds.
import type { CallState } from '../call/call-state.ts';
import { isCallRunning } from '../call/is-call-running.ts';

/** Kinds a running call tells by itself, better than a notice could. */
const TOLD_BY_CALL = ['low_time', 'receipt', 'auto_top_up_charged'];

/** Whether a notice of this kind may be shown now; otherwise it waits. */
export function canInterrupt(call: CallState, kind: string): boolean {
  if (!isCallRunning(call)) return true;
  if (call.isGoodbye || call.key === 'ending' || call.key === 'goodbye') return false;
  if (call.level === 'critical' || call.level === 'empty') return false;
  return !TOLD_BY_CALL.includes(kind);
}

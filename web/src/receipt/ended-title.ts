// Says in one sentence how a call ended, with the numbers when they are known.
import type { EndedReason, VoiceSession } from '@mindbot/sdk';
import { endedCopy } from '../copy/receipt.ts';
import { formatUsage } from '../format.ts';
import { fillMessage, type MessageValues } from '../message.ts';

type EndedCall = Pick<VoiceSession, 'endedReason' | 'chargedMs' | 'startedAt' | 'endedAt'>;

/** The title of an ended call; the plain form of it where a number is missing. */
export function endedTitle(call: EndedCall): string {
  const reason = call.endedReason ?? 'user_hung_up';
  const copy: { title: string; plainTitle?: string } = endedCopy[reason];
  if (copy.plainTitle === undefined) return copy.title;
  const values = valuesOf(reason, call);
  return values === null ? copy.plainTitle : fillMessage(copy.title, values);
}

function valuesOf(reason: EndedReason, call: EndedCall): MessageValues | null {
  if (reason === 'connection_lost' && call.chargedMs !== null) {
    return { time: formatUsage(call.chargedMs) };
  }
  if (reason === 'max_length' && call.startedAt && call.endedAt) {
    // The call lasted exactly as long as it may.
    const lengthMs = Date.parse(call.endedAt) - Date.parse(call.startedAt);
    return { minutes: Math.max(1, Math.round(lengthMs / 60_000)) };
  }
  return null;
}

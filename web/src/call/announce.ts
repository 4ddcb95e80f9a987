// Decides what a screen reader hears when a call changes, so that one announcer can own all speech.
import type { TranscriptItem } from '@mindbot/sdk/voice';
import { callCopy, timeCopy } from '../copy/call.ts';
import { formatSpokenBalance, formatSpokenClock } from '../format.ts';
import { fillMessage } from '../message.ts';
import { CRITICAL_MS, LOW_MS } from '../ring/ring-state.ts';
import type { CallState } from './call-state.ts';
import { CALL_STATES } from './call-states.ts';
import { lineOf } from './state-line.ts';

/** One sentence to be spoken; `assertive` ones cut others off. */
export type Announcement = { text: string; politeness: 'polite' | 'assertive' };

/** The agent's utterance that has just become final, for those who asked to have captions read. */
export function announceCaption(previous: CallState, next: CallState): Announcement | null {
  if (previous.snapshot?.transcript === next.snapshot?.transcript) return null;
  const finished = next.snapshot?.transcript.findLast(isFinishedByAgent);
  if (!finished) return null;
  const before = previous.snapshot?.transcript.find(({ id }) => id === finished.id);
  const wasFinished = before !== undefined && isFinishedByAgent(before);
  return wasFinished ? null : { text: finished.text, politeness: 'polite' };
}

function isFinishedByAgent({ speaker, isFinal, text }: TranscriptItem): boolean {
  return speaker === 'agent' && isFinal && text !== '';
}

// A threshold is named by its round number when it was crossed just now.
const CROSSING_MS = 3000;

/** What to say, in this order, when a call goes from one state to the next; mostly nothing. */
export function announce(previous: CallState, next: CallState): Announcement[] {
  return [
    announceState(previous, next),
    announceLevel(previous, next),
    announceTopUp(previous, next),
    announceSound(previous, next),
  ].filter((announcement) => announcement !== null);
}

function announceState(previous: CallState, next: CallState): Announcement | null {
  const { politeness, isAnnouncedLate } = CALL_STATES[next.key];
  if (politeness === 'silent') return null;
  const isNew = previous.key !== next.key;
  const isLate = next.isSlow && !(previous.isSlow && !isNew);
  if (isLate) return { text: lineOf(next), politeness };
  return isNew && !isAnnouncedLate ? { text: lineOf(next), politeness } : null;
}

function announceLevel(previous: CallState, next: CallState): Announcement | null {
  if (previous.level === next.level || next.isGoodbye) return null;
  const remainingMs = next.snapshot?.time?.remainingMs ?? 0;
  if (next.level === 'low' && previous.level === 'plenty') {
    return { text: thresholdText(remainingMs, LOW_MS, timeCopy.lowTitle), politeness: 'polite' };
  }
  if (next.level === 'critical') {
    const text = thresholdText(remainingMs, CRITICAL_MS, timeCopy.criticalTitle);
    return { text, politeness: 'assertive' };
  }
  return null;
}

/** "2 minutes left." at the threshold; the true time when it was passed unseen. */
export function thresholdText(
  remainingMs: number,
  thresholdMs: number,
  atThreshold: string,
): string {
  if (remainingMs > thresholdMs - CROSSING_MS) return atThreshold;
  return fillMessage(timeCopy.sentenceLeft, { time: formatSpokenClock(remainingMs) });
}

function announceTopUp(previous: CallState, next: CallState): Announcement | null {
  if (next.topUp === null || next.topUp === previous.topUp) return null;
  switch (next.topUp.status) {
    case 'pending':
      return { text: timeCopy.toppingUp, politeness: 'polite' };
    case 'unsure':
      return { text: timeCopy.topUpUnsure, politeness: 'assertive' };
    case 'failed':
      return { text: timeCopy.topUpFailed, politeness: 'assertive' };
    case 'added': {
      const time = formatSpokenBalance(next.topUp.addedMs);
      return { text: fillMessage(timeCopy.added, { time }), politeness: 'polite' };
    }
  }
}

function announceSound(previous: CallState, next: CallState): Announcement | null {
  const isNewlyBlocked = next.snapshot?.isAudioBlocked && !previous.snapshot?.isAudioBlocked;
  return isNewlyBlocked ? { text: callCopy.soundBlocked, politeness: 'assertive' } : null;
}

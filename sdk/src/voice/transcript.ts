// Merges what is said and typed into one transcript, whatever order the pieces arrive in.
import type { TranscriptItem } from './types.ts';

/** A piece of transcript: all that is known of one utterance so far. */
export interface TranscriptPiece {
  id: string;
  speaker: TranscriptItem['speaker'];
  text: string;
  isFinal: boolean;
  isTyped?: boolean;
}

/** What came of a piece: the new list, and the item it made or changed; null when nothing changed. */
export interface TranscriptChange {
  items: readonly TranscriptItem[];
  item: TranscriptItem | null;
}

/**
 * Adds a piece that arrived at `now` (milliseconds since 1970). A later text of one utterance replaces
 * the earlier one; a final text is never taken back by a late interim one.
 */
export function addPiece(
  items: readonly TranscriptItem[],
  piece: TranscriptPiece,
  now: number,
): TranscriptChange {
  const text = piece.text.trim();
  const known = items.find((item) => item.id === piece.id);
  if (!known) {
    if (text === '') return { items, item: null };
    const { id, speaker, isFinal, isTyped = false } = piece;
    const item = { id, speaker, text, isFinal, isTyped, wasInterrupted: false, startedAt: now };
    return { items: [...items, item], item };
  }
  const isLate = known.isFinal && !piece.isFinal;
  const isFinal = known.isFinal || piece.isFinal;
  // A recognizer may finish with nothing when it only refined earlier words: those stand.
  const nextText = text === '' ? known.text : text;
  if (isLate || (known.text === nextText && known.isFinal === isFinal))
    return { items, item: null };
  return replace(items, { ...known, text: nextText, isFinal });
}

/** How long after the user made a sound the agent's falling silent counts as their doing. */
const CAUSE_WINDOW_MS = 1_500;

/**
 * Marks the agent's newest utterance as cut off, when the agent fell silent in the middle of a sentence
 * just after the user spoke, typed or pressed "Interrupt". LiveKit does not say so itself.
 * @param now and `lastUserActAt` are readings of the same clock.
 */
export function markInterruption(
  items: readonly TranscriptItem[],
  now: number,
  lastUserActAt: number | null,
): TranscriptChange {
  const last = items.findLast((item) => item.speaker === 'agent');
  const isCause = lastUserActAt !== null && now - lastUserActAt <= CAUSE_WINDOW_MS;
  if (!last || last.wasInterrupted || !isCause || endsSentence(last.text)) {
    return { items, item: null };
  }
  return replace(items, { ...last, isFinal: true, wasInterrupted: true });
}

const endsSentence = (text: string): boolean => /[.!?…。！？]["'”’»)\]]*$/u.test(text);

function replace(items: readonly TranscriptItem[], item: TranscriptItem): TranscriptChange {
  return { items: items.map((other) => (other.id === item.id ? item : other)), item };
}

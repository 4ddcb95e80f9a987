// Writes a transcript as plain text, for copying and for a file to keep.
import type { StoredTranscriptItem } from '@mindbot/sdk';
import { historyCopy, toolCopy } from '../copy/history.ts';
import { formatDay, formatTime } from '../format.ts';
import { fillMessage } from '../message.ts';

/** A call as its transcript's heading names it. */
export type TranscriptHead = { agentName: string; createdAt: string };

/** The name of whoever said an item. */
export function speakerName(speaker: StoredTranscriptItem['speaker'], agentName: string): string {
  if (speaker === 'agent') return agentName;
  return speaker === 'user' ? historyCopy.you : historyCopy.tool;
}

/** The items a person can make sense of: what was said, and known tools in plain words. */
export function readableItems(items: readonly StoredTranscriptItem[]): StoredTranscriptItem[] {
  return items.flatMap((item) => {
    if (item.speaker !== 'tool') return item;
    const isKnown = Object.hasOwn(toolCopy, item.text);
    return isKnown ? { ...item, text: toolCopy[item.text as keyof typeof toolCopy] } : [];
  });
}

/** The whole transcript as lines of text under a heading. */
export function transcriptText(
  head: TranscriptHead,
  items: readonly StoredTranscriptItem[],
): string {
  const lines = readableItems(items).map((item) =>
    fillMessage(historyCopy.fileLine, {
      time: formatTime(item.spokenAt),
      speaker: speakerName(item.speaker, head.agentName),
      text: item.text,
    }),
  );
  const { createdAt, agentName: name } = head;
  const values = { name, day: formatDay(createdAt), time: formatTime(createdAt) };
  return `${fillMessage(historyCopy.fileHead, values)}\n\n${lines.join('\n')}\n`;
}

/** The name of the file: by date, so that files sort. */
export function transcriptFileName(createdAt: string): string {
  return fillMessage(historyCopy.fileName, { day: createdAt.slice(0, 16).replace(/[:T]/g, '-') });
}

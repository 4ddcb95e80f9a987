// Writes a sentence that has controls in it, in the order the sentence gives them.
import { Fragment, type ReactNode } from 'react';
import { splitMessage } from '../message.ts';

type MessageWithProps = { message: string; values: Record<string, ReactNode> };

/** The message, with what stands at each of its names. */
export function MessageWith({ message, values }: MessageWithProps) {
  return splitMessage(message).map((part) =>
    'text' in part ? (
      <Fragment key={part.text}>{part.text}</Fragment>
    ) : (
      <Fragment key={part.name}>{values[part.name]}</Fragment>
    ),
  );
}

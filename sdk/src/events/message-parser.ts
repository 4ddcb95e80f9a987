// Cuts a text/event-stream into messages, however the network has cut it into pieces.

/** A message: its type ("message" without one) and its data lines, joined. */
export type StreamMessage = { type: string; data: string };

/** Longest line and longest data of a message; what is longer is thrown away. */
export const MAX_MESSAGE_LENGTH = 65_536;

/**
 * A parser with a memory: give it each piece of text, get the messages it completes. Follows the
 * WHATWG rules for lines (CRLF, LF, CR), comments, fields and blank lines; ids and retry times are
 * not used by our api and are passed over.
 */
export function createMessageParser(): (text: string) => StreamMessage[] {
  let line = '';
  let type = '';
  let data: string[] = [];
  let length = 0;
  let isFirst = true;
  let wasCarriageReturn = false;
  let isTooLong = false;

  const endLine = (): StreamMessage | null => {
    const ended = line;
    line = '';
    if (ended !== '') {
      readField(ended);
      return null;
    }
    const message = { type: type || 'message', data: data.join('\n') };
    const isWhole = data.length > 0 && !isTooLong;
    type = '';
    data = [];
    length = 0;
    isTooLong = false;
    return isWhole ? message : null;
  };
  const readField = (text: string) => {
    const colon = text.indexOf(':');
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') type = value;
    if (name !== 'data') return;
    length += value.length + 1;
    if (length > MAX_MESSAGE_LENGTH) isTooLong = true;
    else data.push(value);
  };
  const addToLine = (text: string) => {
    if (line.length + text.length > MAX_MESSAGE_LENGTH) isTooLong = true;
    else line += text;
  };

  return (text) => {
    const messages: StreamMessage[] = [];
    let rest = isFirst ? text.replace(/^\uFEFF/, '') : text;
    if (text !== '') isFirst = false;
    // The line feed of a pair that the network cut apart.
    if (wasCarriageReturn && rest.startsWith('\n')) rest = rest.slice(1);
    if (text !== '') wasCarriageReturn = text.endsWith('\r');
    const parts = rest.split(/\r\n|\n|\r/);
    for (const [index, part] of parts.entries()) {
      addToLine(part);
      if (index === parts.length - 1) break;
      const message = endLine();
      if (message) messages.push(message);
    }
    return messages;
  };
}

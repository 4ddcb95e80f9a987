// Guards the reading of event streams: the same messages, however the network cuts the text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageParser, MAX_MESSAGE_LENGTH, type StreamMessage } from './message-parser.ts';

/** The messages of a text given in pieces. */
function parse(...pieces: string[]): StreamMessage[] {
  const push = createMessageParser();
  return pieces.flatMap((piece) => push(piece));
}

test.each([
  ['event: ready\ndata: {}\n\n', [{ type: 'ready', data: '{}' }]],
  ['data: a\ndata:b\n\n', [{ type: 'message', data: 'a\nb' }]],
  ['data:  two spaces\r\n\r\n', [{ type: 'message', data: ' two spaces' }]],
  ['event:x\rdata:1\r\r', [{ type: 'x', data: '1' }]],
  ['\uFEFFdata: 1\n\n', [{ type: 'message', data: '1' }]],
  [': heartbeat\n\n', []],
  ['event: ready\n\n', []],
  ['data\n\n', [{ type: 'message', data: '' }]],
  ['id: 7\nretry: 10\nunknown: x\ndata: 1\n\n', [{ type: 'message', data: '1' }]],
  ['event: lost\n\ndata: 1\n\n', [{ type: 'message', data: '1' }]],
  ['data: unfinished', []],
  ['data: unfinished\n', []],
])('%j', (text, messages) => {
  expect(parse(text)).toEqual(messages);
});

test('wherever the text is cut, the messages are the same', () => {
  const line = fc.oneof(
    fc.constantFrom('', 'data', 'data: 1', 'event: ready', ': ping', 'data:ä€😀', 'id: 4', ':'),
    fc.string({ maxLength: 12 }),
  );
  const stream = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 });
  fc.assert(
    fc.property(stream, fc.infiniteStream(fc.integer({ min: 0, max: 7 })), (lines, cuts) => {
      const text = lines.flat().join('');
      const pieces: string[] = [];
      for (let at = 0; at < text.length; ) {
        const length = cuts.next().value ?? 1;
        pieces.push(text.slice(at, at + length));
        at += length;
      }
      expect(parse(...pieces)).toEqual(parse(text));
    }),
  );
});

test('no text makes it throw or keep more than its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (pieces) => {
      for (const { data } of parse(...pieces)) {
        expect(data.length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
      }
    }),
  );
});

test('a message beyond the limit is dropped whole, and the next one is read', () => {
  const long = 'x'.repeat(MAX_MESSAGE_LENGTH);
  expect(parse(`data: ${long}\n\n`, 'data: 1\n\n')).toEqual([{ type: 'message', data: '1' }]);
  const many = 'data: 0123456789\n'.repeat(MAX_MESSAGE_LENGTH / 10);
  expect(parse(many, '\n', 'data: 2\n\n')).toEqual([{ type: 'message', data: '2' }]);
});

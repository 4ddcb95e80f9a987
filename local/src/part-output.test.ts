// Guards that every line of every part arrives, marked with where it came from.
import { describe, expect, test } from 'vitest';
import { createFormat, isLoud, readLines, toRecord } from './part-output.ts';

describe('a line of a part', () => {
  test('that is JSON keeps its fields and gets its part', () => {
    const line = '{"level":"warn","msg":"slow","durationMs":7,"part":"somebody else"}';
    expect(toRecord('api', line)).toEqual({
      level: 'warn',
      msg: 'slow',
      durationMs: 7,
      part: 'api',
    });
  });

  test.each([
    ['plain words', 'info'],
    ['FATAL: out of memory', 'error'],
    ['WARNING: low on disk', 'warn'],
    ['{ not json', 'info'],
    ['FATAL:  the database system is starting up', 'debug'],
    ['ERROR:  relation "graphile_worker.migrations" does not exist', 'debug'],
  ])('that is text becomes a message: %s', (line, level) => {
    expect(toRecord('postgres', line)).toMatchObject({ level, msg: line, part: 'postgres' });
  });
});

test.each([
  ['info', 'info', true],
  ['debug', 'info', false],
  ['ERROR', 'warn', true],
  [40, 'warn', true],
  [20, 'info', false],
  [undefined, 'fatal', true],
])('level %s against threshold %s', (level, threshold, expected) => {
  expect(isLoud({ level }, threshold)).toBe(expected);
});

describe('the format', () => {
  const time = '2026-01-01T10:20:30.000Z';
  const pretty = createFormat('pretty');

  test('for machines is one JSON object a line', () => {
    const record = { level: 'info', part: 'api', msg: 'a\nb' };
    expect(JSON.parse(createFormat('json')(record))).toEqual(record);
    expect(createFormat('json')(record)).not.toContain('\n');
  });

  test('for people names part, message and fields', () => {
    const line = pretty({ level: 'info', time, part: 'api', msg: 'listening', port: 3000 });
    expect(line).toMatch(/^\d\d:\d\d:30 api {6}listening port=3000$/);
  });

  test('for people says what is wrong, with the stack', () => {
    const err = { message: 'no', stack: 'Error: no\n  at here' };
    const line = pretty({ level: 'error', time, part: 'agent', msg: 'failed', err });
    expect(line).toContain('error: failed');
    expect(line).toContain('\n    Error: no\n      at here');
  });

  test('has colour where it is wanted alone', () => {
    const record = { level: 'warn', time, part: 'api', msg: 'slow' };
    const escapeCode = String.fromCharCode(27);
    expect(pretty(record)).not.toContain(escapeCode);
    expect(createFormat('pretty', true)(record)).toContain(escapeCode);
  });
});

test('lines are whole, however the stream is cut', () => {
  const lines: string[] = [];
  const reader = readLines((line) => lines.push(line));
  for (const chunk of ['on', 'e\ntwo\n\nthr', 'ee']) reader.push(chunk);
  expect(lines).toEqual(['one', 'two']);
  reader.flush();
  reader.flush();
  expect(lines).toEqual(['one', 'two', 'three']);
});

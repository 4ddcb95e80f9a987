// Guards the figures of the benches, which goals are judged by.
import { expect, test } from 'vitest';
import { readAnswerStages } from './agent-stages.ts';
import { resultLines } from './print-results.ts';
import { percentile, summarize } from './statistics.ts';

test.each([
  [[], 0.5, null],
  [[7], 0.5, 7],
  [[4, 1, 3, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.95, 4],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
])('of %j the share %f does not exceed %o', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test('summarizes nothing without inventing figures', () => {
  expect(summarize([])).toEqual({ count: 0, medianMs: null, p95Ms: null, maxMs: null });
});

test('reads the stages of answers from a log, and nothing else', () => {
  const lines = [
    'not JSON',
    '{"msg":"call started","llmFirstTokenMs":1}',
    '{"msg":"agent answered","endOfTurnMs":500,"transcriptionMs":300,"llmFirstTokenMs":20,"ttsFirstByteMs":null}',
    '{"msg":"agent answered"',
  ];
  expect(readAnswerStages(lines)).toEqual([
    { endOfTurnMs: 500, transcriptionMs: 300, llmFirstTokenMs: 20, ttsFirstByteMs: null },
  ]);
});

test('prints a nested result on one line', () => {
  expect(resultLines({ reply: { medianMs: 812, p95Ms: null }, list: [] })).toEqual([
    '  reply  medianMs 812   p95Ms –',
  ]);
});

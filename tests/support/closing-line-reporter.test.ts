// Guards the line by which others read whether our tests passed.
import { expect, test } from 'vitest';
import type { TestModule, TestRunEndReason } from 'vitest/node';
import { closingLine, countResults } from './closing-line-reporter.ts';

const testOf = (state: string) => ({ type: 'test', result: () => ({ state }) });
const moduleOf = (children: unknown[], errorCount = 0) =>
  ({ type: 'module', children, errors: () => Array(errorCount).fill({}) }) as unknown as TestModule;
const lineOf = (modules: TestModule[], unhandled = 0, reason: TestRunEndReason = 'passed') =>
  closingLine(countResults(modules, unhandled, reason));

test('counts tests within suites', () => {
  const suite = { type: 'suite', children: [testOf('passed'), testOf('failed')], errors: () => [] };
  expect(lineOf([moduleOf([testOf('passed'), suite])], 0, 'failed')).toBe('2 passed, 1 failed');
});

test('names skipped tests last, and those that never ran among them', () => {
  expect(lineOf([moduleOf([testOf('passed'), testOf('skipped'), testOf('pending')])])).toBe(
    '1 passed, 0 failed, 2 skipped',
  );
});

test('a module that does not load is a failure', () => {
  expect(lineOf([moduleOf([], 1)], 0, 'failed')).toBe('0 passed, 1 failed');
});

test('an unhandled error is a failure', () => {
  expect(lineOf([moduleOf([testOf('passed')])], 1, 'failed')).toBe('1 passed, 1 failed');
});

test('an interrupted run never looks green', () => {
  expect(lineOf([moduleOf([testOf('passed')])], 0, 'interrupted')).toBe('1 passed, 1 failed');
});

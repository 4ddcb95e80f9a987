// Ends a test run with one line a machine can read: `12 passed, 0 failed, 1 skipped`.
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The parts of a finished module, suite or test that are counted. */
type Countable = TestModule | TestSuite | TestCase;

/**
 * Counts tests. What failed outside a test (a module that does not load, a hook, an unhandled error,
 * an interrupted run) counts as a failure too, so that the line never looks better than the exit code.
 */
export function countResults(
  testModules: readonly TestModule[],
  unhandledErrorCount: number,
  reason: TestRunEndReason,
): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrorCount, skipped: 0 };
  for (const testModule of testModules) count(testModule, counts);
  if (reason !== 'passed' && counts.failed === 0) counts.failed = 1;
  return counts;
}

function count(item: Countable, counts: Counts): void {
  if (item.type === 'test') {
    const { state } = item.result();
    counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
    return;
  }
  counts.failed += item.errors().length;
  for (const child of item.children) count(child, counts);
}

/** The closing line itself. */
export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** The vitest reporter. It prints when the process exits, so that nothing comes after its line. */
export default class ClosingLineReporter implements Reporter {
  /** A run that never came to its end, as when the set-up of the tests failed, is a failed one. */
  #line = closingLine({ passed: 0, failed: 1, skipped: 0 });

  onInit(): void {
    process.once('exit', () => process.stdout.write(`\n${this.#line}\n`));
  }

  onTestRunEnd(
    testModules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    this.#line = closingLine(countResults(testModules, unhandledErrors.length, reason));
  }
}

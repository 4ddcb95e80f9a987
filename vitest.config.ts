// How the tests run: pure ones first, then those on a real Postgres, then whole calls one at a time.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const needsDatabase = [
  'supabase/tests/**/*.test.ts',
  'api/src/**/*.test.ts',
  'tests/database/**/*.test.ts',
  'tests/payments/**/*.test.ts',
  'tests/simulator/**/*.test.ts',
  'tests/security/**/*.test.ts',
];
const journeys = ['tests/journeys/**/*.test.ts', 'web/checks/**/*.test.ts'];
const ignored = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    // Much of a test is waiting for Postgres: one worker fewer than cores leaves small machines idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './tests/support/closing-line-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{platform,sdk,api,agent,web,local,scripts,tests}/**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...needsDatabase, ...journeys],
          // A test of the web client recomputes the contrast of its colours from the stylesheet.
          css: { include: [/tokens\.css/] },
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'database',
          include: needsDatabase,
          exclude: ignored,
          globalSetup: ['tests/support/postgres-global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'journeys',
          include: journeys,
          exclude: ignored,
          // Whole calls share two cores and one speech engine: one at a time keeps them honest.
          fileParallelism: false,
          // A call on a busy machine may mishear; one that fails twice is broken.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

// The run of purchases as a row of the table: killed apis and disturbed events lose and double nothing.
import { cloneDatabase } from '../support/database-clone.ts';
import { startTestPostgres } from '../support/test-postgres.ts';
import type { FaultRun } from './fault-run.ts';
import { runPurchases } from './purchases.ts';

const VIOLATIONS_SHOWN = 50;

/** Makes the run: so many purchases, and at least so many killed apis meanwhile. */
export const purchasesRun = (size: { purchases: number; kills: number }): FaultRun => ({
  name: 'purchases',
  about: 'apis killed while buyers pay and events come twice, late and in disorder',
  ids: ['F7', 'F8'],
  minutes: 5,
  run: async ({ say, seed }) => {
    const postgres = await startTestPostgres();
    const db = await cloneDatabase(postgres.adminUrl, postgres.templateName);
    try {
      const summary = await runPurchases(db, { ...size, seed, onProgress: say });
      const { faults, seed: _seed, ...figures } = summary;
      const title = 'purchases while apis are killed and events disturbed';
      return [{ id: 'F7', title, violations: faults.slice(0, VIOLATIONS_SHOWN), figures }];
    } finally {
      await db.drop();
      await postgres.stop();
    }
  },
});

// Operation listLedgerEntries: every change of the signed-in user's time, newest first.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { readLedgerEntries } from '../reads/read-ledger-entries.ts';
import { ledgerEntryPageSchema } from '../schemas/account.ts';
import { pageQuery } from '../schemas/values.ts';

/** `GET /api/v1/ledger-entries` */
export const listLedgerEntries = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/ledger-entries',
    operationId: 'listLedgerEntries',
    tags: ['Account'],
    summary: 'List every change of your time',
    request: { query: pageQuery },
    responses: { 200: json(ledgerEntryPageSchema, 'A page of entries, newest first.') },
    problems: ['validation_failed'],
  },
  ({ database }) =>
    async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const page = await readLedgerEntries(database, c.get('user'), {
        organizationId: DEFAULT_ORGANIZATION_ID,
        limit,
        cursor,
      });
      return c.json(page, 200);
    },
);
